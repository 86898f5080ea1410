//! Who logs in with what (A.11): one principal, several names: login, email, `ext`, `ext@tenant`, `login@tenant`.

use std::collections::HashMap;
use std::fmt;

use model::{PortalUserId, sign_in_name};
use store::rule;

#[cfg(test)]
mod tests;

/// Characters of a login (F-7).
pub const LOGIN_CHARS_MAX: usize = rule::LOGIN_MAX;

/// Bytes of a typed name that are looked at; a longer one belongs to nobody.
const TYPED_BYTES_MAX: usize = 1024;

/// What may stand after the `@`: the names of the office. An empty one is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tenant {
    /// The business name.
    pub name: String,
    /// The short business name.
    pub short_name: String,
    /// The domain of the office's email addresses.
    pub email_domain: String,
}

/// Somebody who can sign in, and how he may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Who.
    pub id: PortalUserId,
    /// Unique.
    pub login: String,
    /// Empty when there is none.
    pub email: String,
    /// The internal numbers of the person's lines.
    pub extensions: Vec<String>,
}

/// A name that two principals would answer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameTaken {
    /// The name as the one who is to be saved would type it.
    pub name: String,
    /// Who has it.
    pub holder: PortalUserId,
}

/// Why a text is no login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidLogin {
    /// A blank, or a character that does not print.
    Character(char),
    /// There is nothing.
    Empty,
    /// It has more than [`LOGIN_CHARS_MAX`] characters.
    TooLong {
        /// How many it has.
        chars: usize,
    },
}

/// Checks a login by itself (F-7, F-29); whether somebody has it already says [`Names::check`].
pub fn check_login(login: &str) -> Result<(), InvalidLogin> {
    let chars = login.chars().count();
    if chars == 0 {
        return Err(InvalidLogin::Empty);
    }
    if chars > LOGIN_CHARS_MAX {
        return Err(InvalidLogin::TooLong { chars });
    }
    match login.chars().find(|c| c.is_whitespace() || c.is_control() || rule::is_invisible(*c)) {
        Some(character) => Err(InvalidLogin::Character(character)),
        None => Ok(()),
    }
}

/// All names of the office. Nothing is stored that follows from something else: `@tenant` is taken off when a name is
/// looked up, so that a change of the office's name changes no row here.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The tenant's names, folded, each with its `@`.
    suffixes: Vec<String>,
    /// By folded login or internal number; also with `@tenant` after it.
    local: HashMap<String, Vec<PortalUserId>>,
    /// By folded email address; only as it stands.
    emails: HashMap<String, Vec<PortalUserId>>,
}

impl Names {
    /// Begins with an office without anybody.
    pub fn new(tenant: &Tenant) -> Self {
        let names = [&tenant.name, &tenant.short_name, &tenant.email_domain];
        let mut suffixes: Vec<String> =
            names.into_iter().map(|name| sign_in_name(name)).filter(|name| !name.is_empty()).collect();
        suffixes.iter_mut().for_each(|suffix| suffix.insert(0, '@'));
        suffixes.sort();
        suffixes.dedup();
        Self { suffixes, ..Self::default() }
    }

    /// Adds a principal as it stands in the database. Where rows are at odds, nobody answers to the name.
    pub fn add(&mut self, principal: &Principal) {
        for name in local_names(principal) {
            hold(&mut self.local, sign_in_name(name), principal.id);
        }
        if !principal.email.trim().is_empty() {
            hold(&mut self.emails, sign_in_name(&principal.email), principal.id);
        }
    }

    /// Takes a principal out, as it was added.
    pub fn remove(&mut self, id: PortalUserId) {
        for table in [&mut self.local, &mut self.emails] {
            table.retain(|_, holders| {
                holders.retain(|holder| *holder != id);
                !holders.is_empty()
            });
        }
    }

    /// Finds who is meant by a typed name: exactly one, or nobody.
    pub fn find(&self, typed: &str) -> Option<PortalUserId> {
        let holders = self.holders(typed);
        let first = *holders.first()?;
        holders.iter().all(|holder| *holder == first).then_some(first)
    }

    /// What a typed name comes to, whether anybody has it or not: folded, without the tenant after it.
    pub fn bare(&self, typed: &str) -> String {
        let name = if typed.len() > TYPED_BYTES_MAX { String::new() } else { sign_in_name(typed) };
        let bare = self.suffixes.iter().filter_map(|suffix| name.strip_suffix(suffix.as_str()));
        bare.min_by_key(|bare| bare.len()).map(str::to_owned).unwrap_or(name)
    }

    /// Refuses a principal that would answer to a name of somebody else. The row that it replaces does not count.
    pub fn check(&self, principal: &Principal) -> Result<(), NameTaken> {
        for name in self.names_of(principal) {
            if let Some(holder) = self.holders(&name).into_iter().find(|holder| *holder != principal.id) {
                return Err(NameTaken { name, holder });
            }
        }
        Ok(())
    }

    /// Everything that a principal may type, folded.
    pub fn names_of(&self, principal: &Principal) -> Vec<String> {
        let mut names = Vec::new();
        for name in local_names(principal).map(sign_in_name) {
            names.extend(self.suffixes.iter().map(|suffix| format!("{name}{suffix}")));
            names.push(name);
        }
        if !principal.email.trim().is_empty() {
            names.push(sign_in_name(&principal.email));
        }
        names.sort();
        names.dedup();
        names
    }

    /// Whoever answers to a name, some of them perhaps twice.
    fn holders(&self, typed: &str) -> Vec<PortalUserId> {
        let name = if typed.len() > TYPED_BYTES_MAX { String::new() } else { sign_in_name(typed) };
        let bare = self.suffixes.iter().filter_map(|suffix| name.strip_suffix(suffix.as_str()));
        let bare = bare.filter_map(|bare| self.local.get(bare));
        let whole = [self.local.get(&name), self.emails.get(&name)].into_iter().flatten();
        whole.chain(bare).flatten().copied().collect()
    }
}

fn local_names(principal: &Principal) -> impl Iterator<Item = &str> {
    let extensions = principal.extensions.iter().map(String::as_str);
    std::iter::once(principal.login.as_str()).chain(extensions).filter(|name| !name.trim().is_empty())
}

fn hold(table: &mut HashMap<String, Vec<PortalUserId>>, name: String, id: PortalUserId) {
    let holders = table.entry(name).or_default();
    if !holders.contains(&id) {
        holders.push(id);
    }
}

impl fmt::Display for NameTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name {:?} is already {}'s", self.name, self.holder)
    }
}

impl fmt::Display for InvalidLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character(c) => write!(f, "{c:?} may not stand in a login"),
            Self::Empty => f.write_str("no login"),
            Self::TooLong { chars } => write!(f, "{chars} characters, at most {LOGIN_CHARS_MAX} may be"),
        }
    }
}

impl std::error::Error for NameTaken {}
impl std::error::Error for InvalidLogin {}
