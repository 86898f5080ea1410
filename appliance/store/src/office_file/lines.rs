//! Lines and contact methods of a file.

use std::collections::{HashMap, HashSet};

use model::{ContactKind, ContactMethod, ContactMethodId, DigestAlgorithm, Line, LineId, Number, Owner};
use toml::Spanned;

use super::FileError;
use super::app::Apps;
use super::format::{LineTable, SipTable};
use super::plan::{Planner, forget};
use crate::change::{Edit, Row};
use crate::rows::{Stored, contact_method, line};
use crate::seal;

/// What telephones and countries dial for help, and what offices dial before an outside number: a line with such a
/// number is in the way.
const SPECIAL_NUMBERS: [&str; 5] = ["0", "110", "112", "911", "999"];
/// A written secret with fewer characters is guessed too easily.
const SECRET_MIN: usize = 12;

/// A contact method's keys that all kinds have.
struct Common {
    offset: usize,
    id: Option<ContactMethodId>,
    position: Option<u32>,
}

impl<'a> Planner<'a> {
    pub(super) fn line_tables(&self) -> impl Iterator<Item = &'a Spanned<LineTable>> + use<'a> {
        let tables = &self.file.tables;
        let persons = tables.person.iter().flat_map(|table| &table.get_ref().line);
        let places = tables.place.iter().flat_map(|table| &table.get_ref().line);
        let equipment = tables.equipment.iter().flat_map(|table| &table.get_ref().line);
        persons.chain(places).chain(equipment)
    }

    pub(super) fn claim_line_ids(&mut self) -> Result<(), FileError> {
        let methods = &contact_method::TABLE;
        for table in self.line_tables() {
            let (offset, table) = (table.span().start, table.get_ref());
            self.claim_id(&line::TABLE, offset, table.id.map(|id| *id.as_bytes()))?;
            self.claim_mailbox_id(table)?;
            if let Apps::Tables(apps) = &table.app {
                for app in apps {
                    self.claim_id(methods, app.span().start, app.get_ref().id.map(|id| *id.as_bytes()))?;
                }
            }
            for sip in &table.sip {
                self.claim_id(methods, sip.span().start, sip.get_ref().id.map(|id| *id.as_bytes()))?;
            }
            for forward in &table.pstn_forward {
                self.claim_id(methods, forward.span().start, forward.get_ref().id.map(|id| *id.as_bytes()))?;
            }
            for forward in &table.sip_forward {
                self.claim_id(methods, forward.span().start, forward.get_ref().id.map(|id| *id.as_bytes()))?;
            }
        }
        Ok(())
    }

    /// Finds the row of each line, before the owners are found through them.
    pub(super) fn find_lines(&mut self) -> Result<(), FileError> {
        for row in &self.rows.lines {
            self.numbers.insert(row.number.clone(), (row.id, row.owner));
        }
        let mut given: HashSet<&Number> = HashSet::new();
        for table in self.line_tables() {
            let (offset, table) = (table.span().start, table.get_ref());
            if let Some(number) = &table.number
                && !given.insert(number)
            {
                return self.error(offset, "number", format!("the number {number} is given twice"));
            }
            let id = match (table.id, &table.number) {
                (Some(id), _) => Some(id),
                (None, Some(number)) => {
                    let old = self.numbers.get(number).map(|(id, _)| *id);
                    old.filter(|id| self.claim(&line::TABLE, *id.as_bytes()))
                }
                (None, None) => return self.error(offset, "number", "a line needs its number or its id"),
            };
            if let Some(id) = id {
                self.lines.insert(offset, id);
            }
        }
        Ok(())
    }

    /// The lines of one owner, each followed by its contact methods.
    pub(super) fn lines_of(
        &mut self,
        owner: Owner,
        tables: &'a [Spanned<LineTable>],
    ) -> Result<(), FileError> {
        for table in tables {
            let (offset, table) = (table.span().start, table.get_ref());
            let id = self.lines.get(&offset).copied();
            let old = id.and_then(|id| self.line_rows.get(&id).copied());
            let id = id.unwrap_or_else(|| LineId::from_bytes((self.new_id)()));
            let number = table.number.clone().or_else(|| old.map(|old| old.number.clone()));
            let Some(number) = number else {
                return self.error(offset, "number", "a new line needs its number");
            };
            if let Some(old) = old {
                forget(&mut self.numbers, &old.number, (old.id, old.owner));
            }
            self.numbers.insert(number.clone(), (id, owner));
            if table.number.is_some() && SPECIAL_NUMBERS.contains(&number.as_str()) {
                self.warn(format!("line {number}: {number} is an emergency number or outside prefix"));
            }
            let mut row = old.cloned().unwrap_or_else(|| Line::new(id, owner, number.clone()));
            row.owner = owner;
            row.number.clone_from(&number);
            self.planned_lines.insert(offset, row.clone());
            self.put(offset, row);
            if !has_positions(table) {
                self.in_file_order.insert(id);
            }
            if let Some(table) = &table.mailbox {
                self.mailbox(id, table);
            }
            self.methods(id, &number, offset, table)?;
        }
        Ok(())
    }

    fn methods(
        &mut self,
        line: LineId,
        number: &Number,
        offset: usize,
        table: &'a LineTable,
    ) -> Result<(), FileError> {
        match &table.app {
            Apps::None => {}
            Apps::One => {
                let common = Common { offset, id: None, position: None };
                self.method(line, &common, ContactKind::App);
            }
            Apps::Tables(apps) => {
                for app in apps {
                    let (offset, app) = (app.span().start, app.get_ref());
                    let common = Common { offset, id: app.id, position: app.position };
                    self.method(line, &common, ContactKind::App);
                }
            }
        }
        for sip in &table.sip {
            self.account(line, number, sip)?;
        }
        for forward in &table.pstn_forward {
            let (offset, forward) = (forward.span().start, forward.get_ref());
            let Some(number) = forward.number.clone() else {
                return self.error(offset, "number", "a forward needs its number");
            };
            let common = Common { offset, id: forward.id, position: forward.position };
            self.method(line, &common, ContactKind::PstnForward { number });
        }
        for forward in &table.sip_forward {
            let (offset, forward) = (forward.span().start, forward.get_ref());
            let Some(uri) = forward.uri.clone() else {
                return self.error(offset, "uri", "a forward needs its uri");
            };
            let common = Common { offset, id: forward.id, position: forward.position };
            self.method(line, &common, ContactKind::SipForward { uri });
        }
        Ok(())
    }

    /// A method without a secret: found by id, else by its kind and value on the same line.
    fn method(&mut self, line: LineId, common: &Common, kind: ContactKind) {
        let rows = self.rows.methods.iter();
        let old = match common.id {
            Some(id) => self.method_rows.get(&id).copied(),
            None => rows
                .filter(|row| row.line == line && row.kind == kind)
                .find(|row| !self.is_claimed(&contact_method::TABLE, *row.id.as_bytes())),
        };
        self.put_method(line, common, old, kind);
    }

    fn account(&mut self, line: LineId, number: &Number, table: &Spanned<SipTable>) -> Result<(), FileError> {
        let (offset, table) = (table.span().start, table.get_ref());
        let by_id = table.id.and_then(|id| self.method_rows.get(&id).copied());
        let known = by_id.and_then(|row| match &row.kind {
            ContactKind::Sip { username, .. } => Some(username.clone()),
            _ => None,
        });
        let username = match table.username.clone().or(known) {
            Some(username) => username,
            // Every number is a username too.
            None => {
                number.as_str().parse().or_else(|_| self.error(offset, "username", "it is needed here"))?
            }
        };
        if !self.given_usernames.insert(username.clone()) {
            return self.error(offset, "username", format!("the username {username} is given twice"));
        }
        let old = match table.id {
            Some(_) => by_id,
            None => self
                .account_rows
                .get(&username)
                .copied()
                .filter(|row| !self.is_claimed(&contact_method::TABLE, *row.id.as_bytes())),
        };
        let known = old.and_then(|row| match &row.kind {
            ContactKind::Sip { username, algorithm } => Some((username.clone(), *algorithm)),
            _ => None,
        });
        if let (Some(old), Some((username, _))) = (old, &known) {
            forget(&mut self.accounts, username, old.id);
        }
        let algorithm =
            table.algorithm.or(known.map(|(_, algorithm)| algorithm)).unwrap_or(DigestAlgorithm::Md5);
        let common = Common { offset, id: table.id, position: table.position };
        let kind = ContactKind::Sip { username: username.clone(), algorithm };
        let id = self.put_method(line, &common, old, kind);
        let name = username.clone();
        self.accounts.insert(username, id);
        if let Some(secret) = &table.secret {
            if secret.reveal().chars().count() < SECRET_MIN {
                self.warn(format!("account {name}: its secret has fewer than {SECRET_MIN} characters"));
            }
            let sealed = self.rows.secrets.get(&id);
            let row = contact_method::seal_row(id);
            let same = sealed
                .is_some_and(|blob| seal::open(self.key, &row, blob).is_ok_and(|known| known == *secret));
            if !same {
                let edit = Edit::SetSecret { account: id, secret: secret.clone() };
                self.plan.edits.push((offset, edit));
            }
        }
        Ok(())
    }

    /// One that comes to a line stands last, unless the file says where.
    fn put_method(
        &mut self,
        line: LineId,
        common: &Common,
        old: Option<&ContactMethod>,
        kind: ContactKind,
    ) -> ContactMethodId {
        let id = old.map(|row| row.id).or(common.id);
        let id = id.unwrap_or_else(|| ContactMethodId::from_bytes((self.new_id)()));
        self.claim(&contact_method::TABLE, *id.as_bytes());
        let stays = old.filter(|row| row.line == line).map(|row| row.position);
        let next = self.next_positions.entry(line).or_default();
        let position = common.position.or(stays).unwrap_or(*next);
        *next = (*next).max(position.saturating_add(1));
        self.put(common.offset, ContactMethod { id, line, position, kind });
        id
    }

    /// Methods without positions stand as in the file. Those of a line that the file does not name keep their places,
    /// and the others share out theirs.
    pub(super) fn order_methods(&mut self) {
        let named = &self.plan.named;
        let unnamed = self
            .rows
            .methods
            .iter()
            .filter(|row| !named.contains(&(contact_method::TABLE.number, row.key())));
        let partly: HashSet<LineId> = unnamed.map(|row| row.line).collect();
        let mut methods: HashMap<LineId, Vec<(usize, &mut ContactMethod)>> = HashMap::new();
        for (offset, edit) in &mut self.plan.edits {
            if let Edit::Put(Row::ContactMethod(method)) = edit
                && self.in_file_order.contains(&method.line)
            {
                methods.entry(method.line).or_default().push((*offset, method));
            }
        }
        for (line, mut methods) in methods {
            methods.sort_by_key(|(offset, _)| *offset);
            let mut places: Vec<u32> = methods.iter().map(|(_, method)| method.position).collect();
            places.sort_unstable();
            if !partly.contains(&line) {
                places = (0..).take(methods.len()).collect();
            }
            for ((_, method), place) in methods.into_iter().zip(places) {
                method.position = place;
            }
        }
    }
}

/// Whether the file says of a method where it stands.
fn has_positions(table: &LineTable) -> bool {
    let apps = match &table.app {
        Apps::Tables(apps) => apps.as_slice(),
        Apps::None | Apps::One => &[],
    };
    apps.iter().any(|app| app.get_ref().position.is_some())
        || table.sip.iter().any(|sip| sip.get_ref().position.is_some())
        || table.pstn_forward.iter().any(|forward| forward.get_ref().position.is_some())
        || table.sip_forward.iter().any(|forward| forward.get_ref().position.is_some())
}
