//! From a plan to one change: people with their lines, accounts, mailboxes, numbers, telephones and logins.

mod parts;

use std::collections::HashMap;

use model::{
    AssignedRole, Line, LineId, Number, Owner, Permission, Person, PersonId, PortalUser, PortalUserId, Role,
    Unavailable,
};
use store::{Change, Row, Wrong};

use self::parts::Parts;
pub(in super::super) use self::parts::make_and_model;
use super::super::super::ask::Ask;
use super::super::super::refusal::{Fact, Refusal};
use super::super::super::resource::Resource;
use super::super::super::view::View;
use super::super::portal_users::may_touch;
use super::origin::{Origins, Refused};
use crate::people_file::{Plan, PlannedRow, Step, Values, WhenUnavailable};

/// What a plan becomes.
pub(super) struct Built {
    /// All of it.
    pub(super) change: Change,
    /// New people.
    pub(super) created: Vec<PersonId>,
    /// People who were there.
    pub(super) updated: Vec<PersonId>,
    /// Rows of these in which nothing is new.
    pub(super) same: usize,
    /// What comes of which row.
    pub(super) origins: Origins,
}

/// A person with the line that the row is about.
struct Of {
    /// In the file.
    row: u32,
    person: Person,
    old_person: Option<Person>,
    line: Option<Line>,
    old_line: Option<Line>,
    values: Box<Values>,
}

/// Makes the change. Every row that it changes must still be as the plan has seen it.
pub(super) fn build(plan: Plan, view: &View, ask: &Ask<'_>) -> Result<Built, Refused> {
    let mut all = Vec::new();
    let (mut created, mut updated) = (Vec::new(), Vec::new());
    for PlannedRow { row, step, .. } in plan.rows {
        match step {
            Step::Create(values) => {
                let id = PersonId::from_bytes(ask.api.store.new_id());
                created.push(id);
                all.push(Of::new(row, id, values, view, ask)?);
            }
            Step::Update(id, values) => {
                updated.push(id);
                all.extend(Of::known(row, id, values, view, ask));
            }
            Step::Skip(_) | Step::Refuse => {}
        }
    }
    let mut lines: HashMap<Number, LineId> =
        view.office.lines.iter().map(|line| (line.number.clone(), line.id)).collect();
    lines.extend(all.iter().filter_map(|of| of.line.as_ref()).map(|line| (line.number.clone(), line.id)));
    let (mut parts, mut origins) = (Parts::new(view, ask), Origins::default());
    let mut same = 0;
    for of in all {
        let (row, is_known) = (of.row, of.old_person.is_some());
        origins.add(row, &of.person, of.line.as_ref(), &of.values);
        of.put(&lines, &mut parts).map_err(|refusal| Refused::of_row(row, refusal))?;
        same += usize::from(!parts.take_is_changed() && is_known);
    }
    Ok(Built { change: parts.change()?, created, updated, same, origins })
}

impl Of {
    fn new(row: u32, id: PersonId, values: Box<Values>, view: &View, ask: &Ask<'_>) -> Result<Self, Refusal> {
        let site = view.office.sites.iter().next().ok_or(Fact::NotFound)?.id;
        let mut of = Self {
            row,
            person: Person::named(id, "", site),
            old_person: None,
            line: None,
            old_line: None,
            values,
        };
        of.fill(view, ask);
        Ok(of)
    }

    fn known(row: u32, id: PersonId, values: Box<Values>, view: &View, ask: &Ask<'_>) -> Option<Self> {
        let person = view.office.people.get(id)?.clone();
        let mut lines = view.lines_of(Owner::Person(id));
        let first = lines.next();
        let named = |line: &&Line| Some(&line.number) == values.number.as_ref();
        let line = lines.find(named).filter(|_| !first.as_ref().is_some_and(named)).or(first).cloned();
        let mut of = Self {
            row,
            old_person: Some(person.clone()),
            person,
            line: line.clone(),
            old_line: line,
            values,
        };
        of.fill(view, ask);
        Some(of)
    }

    /// The person's own columns, and the line if there is to be one.
    fn fill(&mut self, view: &View, ask: &Ask<'_>) {
        let (values, person) = (&self.values, &mut self.person);
        take(&mut person.first_name, &values.first_name);
        take(&mut person.last_name, &values.last_name);
        take(&mut person.email, &values.email);
        take(&mut person.department, &values.department);
        take(&mut person.job_title, &values.job_title);
        take(&mut person.crm_user, &values.crm_user_id);
        if let Some(name) = &values.site {
            let site = view.office.sites.iter().find(|site| site.name == *name);
            person.site = site.map_or(person.site, |site| site.id);
        }
        if let Some(name) = &values.time_schedule {
            let frame = view.office.time_frames.iter().find(|frame| frame.name == *name);
            person.time_frame = frame.map(|frame| frame.id).or(person.time_frame);
        }
        if let Some(number) = &values.number {
            let owner = Owner::Person(person.id);
            let new = || {
                let id = LineId::from_bytes(ask.api.store.new_id());
                let mut line = Line::new(id, owner, number.clone());
                // The basic call flow of a new person (F-124): the telephone, then the mailbox.
                line.when_unavailable = Unavailable::Voicemail;
                line
            };
            self.line.get_or_insert_with(new).number = number.clone();
        }
    }

    fn put(mut self, lines: &HashMap<Number, LineId>, parts: &mut Parts<'_>) -> Result<(), Refusal> {
        let values = &self.values;
        if let Some(line) = &mut self.line {
            line.outside_calls = values.outside_calls.unwrap_or(line.outside_calls);
            take(&mut line.internal_caller_id, &values.internal_caller_id);
            if let Some(when) = &values.when_unavailable {
                line.when_unavailable = match when {
                    WhenUnavailable::Busy => Unavailable::HangUp,
                    WhenUnavailable::Number(number) => match lines.get(number) {
                        Some(id) => Unavailable::Line(*id),
                        None => {
                            let why = Fact::Wrong(Wrong::NoSuch { table: "line" });
                            return Err(Refusal::field("/when_unavailable", why));
                        }
                    },
                    WhenUnavailable::Outside(number) => Unavailable::Outside(number.to_string()),
                    WhenUnavailable::Voicemail => Unavailable::Voicemail,
                };
            }
            for (now, said) in [
                (&mut line.recording.inbound_internal, values.record_inbound_internal),
                (&mut line.recording.inbound_external, values.record_inbound_external),
                (&mut line.recording.outbound_internal, values.record_outbound_internal),
                (&mut line.recording.outbound_external, values.record_outbound_external),
            ] {
                *now = said.unwrap_or(*now);
            }
            if let Some(numbers) = &values.caller_ids {
                line.caller_ids = numbers.iter().map(|number| parts.number(number.as_str())).collect();
            }
            if let Some(numbers) = &values.direct_numbers {
                parts.direct(line.id, numbers);
            }
            let is_new = self.old_line.is_none();
            parts.account_and_phone(line, is_new, self.person.site, values)?;
            parts.mailbox(line.id, is_new, values);
            parts.put(self.old_line.clone(), line.clone());
        }
        login(&self.person, &self.values, parts)?;
        parts.put(self.old_person, self.person);
        Ok(())
    }
}

/// The login that a row names: a new one waits for an invitation, one that is there gets the name.
fn login(person: &Person, values: &Values, parts: &mut Parts<'_>) -> Result<(), Refusal> {
    let Some(login) = &values.login else { return Ok(()) };
    let ask = parts.ask;
    match parts.view.login_of(person.id) {
        Some(user) if user.login == *login => {}
        Some(user) => {
            ask.caller.needs(Permission::PortalUsersWrite)?;
            may_touch(user, ask)?;
            let new = PortalUser { login: login.clone(), ..user.clone() };
            new.check(Some(user), ask)?;
            parts.put(Some(user.clone()), new);
        }
        None => {
            ask.caller.needs(Permission::PortalUsersWrite)?;
            let id = PortalUserId::from_bytes(ask.api.store.new_id());
            let mut user = PortalUser::new(id, login, AssignedRole::BuiltIn(Role::User));
            user.person = Some(person.id);
            user.email.clone_from(&person.email);
            user.check(None, ask)?;
            parts.put(None, user);
        }
    }
    Ok(())
}

fn take(now: &mut String, said: &Option<String>) {
    // What stands there with blanks around it is written without them, and so says nothing new.
    if let Some(said) = said.as_ref().filter(|said| now.trim() != said.as_str()) {
        now.clone_from(said);
    }
}

/// Adds a row, if it is not so already; one that was there must still be so.
fn put_row<R: Into<Row> + PartialEq>(change: Change, old: Option<R>, new: R) -> Change {
    match old {
        Some(old) if old == new => change,
        Some(old) => change.expect(old).put(new),
        None => change.put(new),
    }
}
