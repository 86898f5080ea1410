//! The office as of one version with what follows from it: who has which lines, who is called how.

mod around;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jiff::tz::TimeZone;
use model::{
    AssignedRole, ContactKind, ContactMethod, Line, LineId, Owner, Permission, PersonId, PortalUser,
};
use store::Snapshot;

use super::refusal::Fact;
use crate::sign_in::names::{Names, Principal, Tenant};

/// A snapshot, and what is derived from it when somebody asks.
#[derive(Debug)]
pub(crate) struct View {
    /// The office.
    pub(crate) office: Arc<Snapshot>,
    /// Lines by who has them, as their places among the snapshot's lines.
    lines_of: OnceLock<HashMap<Owner, Vec<usize>>>,
    /// Contact methods by line, likewise, in the order of their positions.
    methods_of: OnceLock<HashMap<LineId, Vec<usize>>>,
    /// The login of each person that has one.
    login_of: OnceLock<HashMap<PersonId, usize>>,
    /// What stands around lines and people.
    around: OnceLock<around::Around>,
    names: OnceLock<Names>,
}

impl View {
    /// Begins with nothing derived.
    pub(crate) fn new(office: Arc<Snapshot>) -> Self {
        Self {
            office,
            lines_of: OnceLock::new(),
            methods_of: OnceLock::new(),
            login_of: OnceLock::new(),
            around: OnceLock::new(),
            names: OnceLock::new(),
        }
    }

    fn around(&self) -> &around::Around {
        self.around.get_or_init(|| around::Around::of(&self.office))
    }

    /// The lines of somebody, in the order of their making.
    pub(crate) fn lines_of(&self, owner: Owner) -> impl Iterator<Item = &Line> {
        let lines = self.lines_of.get_or_init(|| {
            let mut places: HashMap<Owner, Vec<usize>> = HashMap::new();
            for (place, line) in self.office.lines.iter().enumerate() {
                places.entry(line.owner).or_default().push(place);
            }
            places
        });
        lines
            .get(&owner)
            .into_iter()
            .flatten()
            .filter_map(|place| self.office.lines.iter().as_slice().get(*place))
    }

    /// The contact methods of a line, in order.
    pub(crate) fn methods_of(&self, line: LineId) -> impl Iterator<Item = &ContactMethod> {
        let all = self.office.contact_methods.iter().as_slice();
        let methods = self.methods_of.get_or_init(|| {
            let mut places: HashMap<LineId, Vec<usize>> = HashMap::new();
            for (place, method) in all.iter().enumerate() {
                places.entry(method.line).or_default().push(place);
            }
            for places in places.values_mut() {
                places.sort_by_key(|place| all.get(*place).map(|method| method.position));
            }
            places
        });
        methods.get(&line).into_iter().flatten().filter_map(|place| all.get(*place))
    }

    /// The first SIP account of a line.
    pub(crate) fn account_of(&self, line: LineId) -> Option<&ContactMethod> {
        self.methods_of(line).find(|method| matches!(method.kind, ContactKind::Sip { .. }))
    }

    /// The login of a person, if there is one.
    pub(crate) fn login_of(&self, person: PersonId) -> Option<&PortalUser> {
        let all = self.office.portal_users.iter().as_slice();
        let logins = self.login_of.get_or_init(|| {
            let of_people = all.iter().enumerate().filter_map(|(place, user)| Some((user.person?, place)));
            of_people.collect()
        });
        logins.get(&person).and_then(|place| all.get(*place))
    }

    /// Who signs in with which name.
    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let office = &self.office.office;
            let mut names = Names::new(&Tenant {
                name: office.name.clone(),
                short_name: office.short_name.clone(),
                email_domain: office.email_domain.clone(),
            });
            self.office.portal_users.iter().for_each(|user| names.add(&self.principal(user)));
            names
        })
    }

    /// Refuses a login that would answer to a name of another one.
    pub(crate) fn check_names(&self, user: &PortalUser) -> Result<(), Fact> {
        self.names().check(&self.principal(user)).map_err(|taken| {
            let holder = self.office.portal_users.get(taken.holder).map(|holder| holder.login.as_str());
            Fact::NameTaken {
                name: taken.name,
                holder: format!("portal user {}", holder.unwrap_or_default()),
            }
        })
    }

    /// A login with the numbers of its person.
    fn principal(&self, user: &PortalUser) -> Principal {
        let lines = user.person.into_iter().flat_map(|person| self.lines_of(Owner::Person(person)));
        Principal {
            id: user.id,
            login: user.login.clone(),
            email: user.email.clone(),
            extensions: lines.map(|line| line.number.to_string()).collect(),
        }
    }

    /// What a role permits.
    pub(crate) fn permissions(&self, role: AssignedRole) -> Vec<Permission> {
        match role {
            AssignedRole::BuiltIn(role) => role.permissions(),
            AssignedRole::Own(id) => {
                self.office.roles.get(id).map(|role| role.permissions.clone()).unwrap_or_default()
            }
        }
    }

    /// The office's zone; UTC where the database holds one that nobody knows.
    pub(crate) fn zone(&self) -> TimeZone {
        TimeZone::get(&self.office.office.timezone).unwrap_or(TimeZone::UTC)
    }
}
