//! From a file to edits: finds for each table the row that it means, else makes a new one. Nothing is deleted.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use model::{
    AnnouncementId, ContactKind, ContactMethod, ContactMethodId, Line, LineId, Number, Owner, PhoneNumberId,
    Site, SiteId, TimeFrameId, Username,
};
use toml::Spanned;

use super::format::SiteTable;
use super::rows::Rows;
use super::{FileError, OfficeFile};
use crate::change::{Edit, Row};
use crate::key::TenantKey;
use crate::rows::site;
use crate::rows::{Stored, office};
use crate::table::Table;

/// What a file comes to.
pub(super) struct Plan {
    /// The edits, each with the byte at which its table begins.
    pub(super) edits: Vec<(usize, Edit)>,
    /// The rows that the file names, by table and key.
    pub(super) named: HashSet<(i64, [u8; 16])>,
    /// What a person should look at before loading, in the order of the file's owners.
    pub(super) warnings: Vec<String>,
}

/// Works a plan out.
pub(super) struct Planner<'a> {
    pub(super) file: &'a OfficeFile,
    pub(super) rows: &'a Rows,
    pub(super) key: &'a TenantKey,
    pub(super) new_id: &'a mut dyn FnMut() -> [u8; 16],
    pub(super) plan: Plan,
    /// Keys that the file gives, and rows that were found for a table: no other table may have them.
    pub(super) claimed: HashSet<(i64, [u8; 16])>,
    /// Sites by name, as they will be.
    sites: HashMap<String, SiteId>,
    /// Time frames by name in ASCII lower case, as they will be.
    pub(super) time_frames: HashMap<String, TimeFrameId>,
    /// Announcements by name in ASCII lower case, as they will be.
    pub(super) announcements: HashMap<String, AnnouncementId>,
    /// Public numbers, as they will be.
    pub(super) phone_numbers: HashMap<String, PhoneNumberId>,
    /// Lines as they will be but for their settings, by where their tables begin.
    pub(super) planned_lines: HashMap<usize, Line>,
    /// For the tables of lines, by where they begin: the row that is meant.
    pub(super) lines: HashMap<usize, LineId>,
    /// Lines and their owners by number, as they will be.
    pub(super) numbers: HashMap<Number, (LineId, Owner)>,
    /// Accounts by username, as they will be.
    pub(super) accounts: HashMap<Username, ContactMethodId>,
    /// Usernames that the file gives.
    pub(super) given_usernames: HashSet<Username>,
    /// Where the next contact method of a line stands.
    pub(super) next_positions: HashMap<LineId, u32>,
    /// Lines whose methods have no positions in the file.
    pub(super) in_file_order: HashSet<LineId>,
    /// Owners that have lines, by table and key.
    pub(super) holders: HashSet<(i64, [u8; 16])>,
    /// The rows that are there, by key and name.
    pub(super) line_rows: HashMap<LineId, &'a Line>,
    pub(super) method_rows: HashMap<ContactMethodId, &'a ContactMethod>,
    pub(super) account_rows: HashMap<Username, &'a ContactMethod>,
}

/// Works out what a file comes to.
pub(super) fn plan(
    file: &OfficeFile,
    rows: &Rows,
    key: &TenantKey,
    new_id: &mut dyn FnMut() -> [u8; 16],
) -> Result<Plan, FileError> {
    let mut planner = Planner {
        file,
        rows,
        key,
        new_id,
        plan: Plan { edits: Vec::new(), named: HashSet::new(), warnings: Vec::new() },
        claimed: HashSet::new(),
        sites: HashMap::new(),
        time_frames: HashMap::new(),
        announcements: HashMap::new(),
        phone_numbers: HashMap::new(),
        planned_lines: HashMap::new(),
        lines: HashMap::new(),
        numbers: HashMap::new(),
        accounts: HashMap::new(),
        given_usernames: HashSet::new(),
        next_positions: HashMap::new(),
        in_file_order: HashSet::new(),
        holders: HashSet::new(),
        line_rows: rows.lines.iter().map(|row| (row.id, row)).collect(),
        method_rows: rows.methods.iter().map(|row| (row.id, row)).collect(),
        account_rows: HashMap::new(),
    };
    planner.index_methods();
    planner.index_holders();
    planner.claim_ids()?;
    planner.office();
    planner.mail_server();
    planner.sites()?;
    planner.time_frames()?;
    planner.announcements()?;
    planner.feature_codes()?;
    planner.find_lines()?;
    planner.owners()?;
    planner.phone_numbers()?;
    planner.line_settings()?;
    planner.order_methods();
    planner.phones()?;
    planner.users()?;
    Ok(planner.plan)
}

impl<'a> Planner<'a> {
    /// What is wrong with a field of a table.
    pub(super) fn error<T>(
        &self,
        offset: usize,
        field: &str,
        why: impl Into<String>,
    ) -> Result<T, FileError> {
        Err(self.file.error(offset, field, why))
    }

    pub(super) fn put<T: Stored + Into<Row>>(&mut self, offset: usize, row: T) {
        self.plan.named.insert((T::TABLE.number, row.key()));
        self.plan.edits.push((offset, Edit::Put(row.into())));
    }

    pub(super) fn warn(&mut self, warning: String) {
        self.plan.warnings.push(warning);
    }

    /// A row for one table alone.
    pub(super) fn claim(&mut self, table: &Table, id: [u8; 16]) -> bool {
        self.claimed.insert((table.number, id))
    }

    pub(super) fn is_claimed(&self, table: &Table, id: [u8; 16]) -> bool {
        self.claimed.contains(&(table.number, id))
    }

    /// The site of that name.
    pub(super) fn site(&self, offset: usize, name: Option<&String>) -> Result<Option<SiteId>, FileError> {
        let Some(name) = name else {
            return Ok(None);
        };
        match self.sites.get(&name.to_ascii_lowercase()) {
            Some(id) => Ok(Some(*id)),
            None => self.error(offset, "site", format!("there is no site {name:?}")),
        }
    }

    fn index_methods(&mut self) {
        for row in &self.rows.methods {
            let next = self.next_positions.entry(row.line).or_default();
            *next = (*next).max(row.position.saturating_add(1));
            if let ContactKind::Sip { username, .. } = &row.kind {
                self.account_rows.insert(username.clone(), row);
                self.accounts.insert(username.clone(), row.id);
            }
        }
    }

    fn office(&mut self) {
        let Some(table) = &self.file.tables.office else {
            return;
        };
        let (offset, table) = (table.span().start, table.get_ref());
        let mut row = self.rows.office.clone();
        row.id = office::key();
        set(&mut row.name, &table.name);
        set(&mut row.country, &table.country);
        set(&mut row.region, &table.region);
        set(&mut row.timezone, &table.timezone);
        set(&mut row.short_name, &table.short_name);
        set(&mut row.email_domain, &table.email_domain);
        set(&mut row.support_contact, &table.support_contact);
        set(&mut row.portal_url, &table.portal_url);
        self.put(offset, row);
    }

    fn sites(&mut self) -> Result<(), FileError> {
        for row in &self.rows.sites {
            self.sites.insert(row.name.to_ascii_lowercase(), row.id);
        }
        for table in &self.file.tables.site {
            let old = self.find_site(table)?;
            let (offset, table) = (table.span().start, table.get_ref());
            let mut row = match old {
                Some(old) => old.clone(),
                None => {
                    let id = table.id.unwrap_or_else(|| SiteId::from_bytes((self.new_id)()));
                    site::named(id, "")
                }
            };
            forget(&mut self.sites, &row.name.to_ascii_lowercase(), row.id);
            set(&mut row.name, &table.name);
            set(&mut row.region, &table.region);
            set(&mut row.timezone, &table.timezone);
            set(&mut row.emergency_address, &table.emergency_address);
            set(&mut row.outside_prefix, &table.outside_prefix);
            set(&mut row.subnets, &table.subnets);
            self.sites.insert(row.name.to_ascii_lowercase(), row.id);
            self.put(offset, row);
        }
        Ok(())
    }

    fn find_site(&mut self, table: &Spanned<SiteTable>) -> Result<Option<&'a Site>, FileError> {
        let (offset, table) = (table.span().start, table.get_ref());
        let rows = self.rows;
        if let Some(id) = table.id {
            return Ok(rows.sites.iter().find(|row| row.id == id));
        }
        let Some(name) = &table.name else {
            return self.error(offset, "name", "a site needs its name or its id");
        };
        let old = rows.sites.iter().find(|row| row.name.eq_ignore_ascii_case(name));
        match old {
            Some(old) if !self.claim(&site::TABLE, *old.id.as_bytes()) => {
                self.error(offset, "name", format!("the site {name:?} is given twice"))
            }
            old => Ok(old),
        }
    }

    /// Notes all ids that the file gives, so that no table is taken for a row that another one names.
    fn claim_ids(&mut self) -> Result<(), FileError> {
        let tables = &self.file.tables;
        for table in &tables.site {
            self.claim_id(&site::TABLE, table.span().start, table.get_ref().id.map(|id| *id.as_bytes()))?;
        }
        self.claim_named_ids()?;
        self.claim_owner_ids()?;
        self.claim_phone_ids()?;
        self.claim_user_ids()
    }

    pub(super) fn claim_id(
        &mut self,
        table: &Table,
        offset: usize,
        id: Option<[u8; 16]>,
    ) -> Result<(), FileError> {
        match id {
            Some(id) if !self.claim(table, id) => self.error(offset, "id", "the id is given twice"),
            _ => Ok(()),
        }
    }
}

/// What the file says replaces what is there; what it leaves out stays.
pub(super) fn set<T: Clone>(target: &mut T, value: &Option<T>) {
    if let Some(value) = value {
        target.clone_from(value);
    }
}

/// A name that its holder gives up; another one may have taken it already.
pub(super) fn forget<K, V: PartialEq>(names: &mut HashMap<K, V>, name: &K, holder: V)
where
    K: Eq + Hash,
{
    if names.get(name) == Some(&holder) {
        names.remove(name);
    }
}
