//! The immutable snapshot of the office that the call engine reads.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::{
    ContactKind, ContactMethod, ContactMethodId, DigestAlgorithm, Ha1, Line, LineId, Number, Office, Site,
    Username,
};

/// Everything that routing and registration need, as of one moment. A change makes a new one.
#[derive(Clone, Debug)]
pub struct Directory {
    /// Counts up with each published change.
    pub version: u64,
    /// The digest realm, fixed at the first start.
    pub realm: String,
    /// The office itself.
    pub office: Office,
    /// Its buildings.
    pub sites: Vec<Site>,
    lines: HashMap<LineId, LineEntry>,
    accounts: HashMap<Username, Arc<Account>>,
    /// One name space for everything that can be dialled.
    names: HashMap<Box<str>, Dialled>,
}

/// A line with what rings for it.
#[derive(Clone, Debug)]
pub struct LineEntry {
    /// The line.
    pub line: Line,
    /// The name of its owner, as shown on displays.
    pub display_name: String,
    /// Its contact methods by position.
    pub contact_methods: Vec<ContactMethod>,
}

/// A SIP account as the registrar and the router see it.
#[derive(Clone, Debug)]
pub struct Account {
    /// The contact method that it is.
    pub id: ContactMethodId,
    /// The line that it rings for and calls from.
    pub line: LineId,
    /// The line's number, presented to others.
    pub number: Number,
    /// The line's display name, presented to others.
    pub display_name: String,
    /// With which it registers.
    pub username: Username,
    /// With which it is challenged.
    pub algorithm: DigestAlgorithm,
    /// What its digests are checked with.
    pub ha1: Ha1,
}

/// What a dialled name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialled {
    /// One SIP account, dialled by its username.
    Account(ContactMethodId, LineId),
    /// A line, dialled by its number: all its contact methods.
    Line(LineId),
}

impl Directory {
    /// What a dialled name stands for.
    pub fn resolve(&self, dialled: &str) -> Option<Dialled> {
        self.names.get(dialled).copied()
    }

    /// The line with its contact methods.
    pub fn line(&self, id: LineId) -> Option<&LineEntry> {
        self.lines.get(&id)
    }

    /// The SIP account that registers with this username.
    pub fn account(&self, username: &str) -> Option<&Arc<Account>> {
        self.accounts.get(username)
    }

    /// All SIP accounts, in no order.
    pub fn accounts(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.accounts.values()
    }

    /// All lines, in no order.
    pub fn lines(&self) -> impl Iterator<Item = &LineEntry> {
        self.lines.values()
    }
}

/// Two things would answer to the same dialled name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameTaken {
    /// The name.
    pub name: String,
}

impl fmt::Display for NameTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is already a number or a username of another line", self.name)
    }
}

impl std::error::Error for NameTaken {}

/// Builds a [`Directory`] from rows.
#[derive(Debug)]
pub struct DirectoryBuilder {
    directory: Directory,
}

impl DirectoryBuilder {
    /// Begins with an office without lines.
    pub fn new(version: u64, realm: &str, office: Office, sites: Vec<Site>) -> Self {
        Self {
            directory: Directory {
                version,
                realm: realm.to_owned(),
                office,
                sites,
                lines: HashMap::new(),
                accounts: HashMap::new(),
                names: HashMap::new(),
            },
        }
    }

    /// Adds a line; its contact methods follow.
    pub fn line(&mut self, line: Line, display_name: &str) -> Result<(), NameTaken> {
        self.name(line.number.as_str(), Dialled::Line(line.id))?;
        let entry = LineEntry { line, display_name: display_name.to_owned(), contact_methods: Vec::new() };
        self.directory.lines.insert(entry.line.id, entry);
        Ok(())
    }

    /// Adds a contact method to a line added before; a SIP account comes with its [`Ha1`].
    /// One whose line is unknown is left out.
    pub fn contact_method(&mut self, method: ContactMethod, ha1: Option<Ha1>) -> Result<(), NameTaken> {
        let Some(entry) = self.directory.lines.get_mut(&method.line) else {
            return Ok(());
        };
        entry.contact_methods.push(method.clone());
        entry.contact_methods.sort_by_key(|method| method.position);
        let (number, display_name) = (entry.line.number.clone(), entry.display_name.clone());
        if let (ContactKind::Sip { username, algorithm }, Some(ha1)) = (method.kind, ha1) {
            // An account named like its own line's number is reached through the line.
            if username.as_str() != number.as_str() {
                self.name(username.as_str(), Dialled::Account(method.id, method.line))?;
            }
            let account = Account {
                id: method.id,
                line: method.line,
                number,
                display_name,
                username: username.clone(),
                algorithm,
                ha1,
            };
            if self.directory.accounts.insert(username.clone(), Arc::new(account)).is_some() {
                return Err(NameTaken { name: username.to_string() });
            }
        }
        Ok(())
    }

    /// The finished snapshot.
    pub fn build(self) -> Directory {
        self.directory
    }

    fn name(&mut self, name: &str, dialled: Dialled) -> Result<(), NameTaken> {
        match self.directory.names.insert(name.into(), dialled) {
            None => Ok(()),
            Some(_) => Err(NameTaken { name: name.to_owned() }),
        }
    }
}
