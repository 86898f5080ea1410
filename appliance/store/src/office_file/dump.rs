//! Writes the office as `office.toml`. What is empty is left out; a load into an empty store gives the same dump.

mod lines;
mod named;
mod users;

use std::collections::HashMap;
use std::fmt::Write;

use model::{ContactKind, ContactMethod, ContactMethodId, Line, LineId, Owner, PersonId, SiteId};

use super::avatars::{self, Pictures};
use super::rows::Rows;
use crate::audit;
use crate::change::Who;
use crate::engine::Synchronous;
use crate::error::Error;
use crate::key::TenantKey;
use crate::rows::{site, word};
use crate::store::Store;

impl Store {
    /// The office as a file, with the secrets in the clear if asked; showing them is noted in the audit log.
    pub fn dump(&self, with_secrets: bool) -> Result<String, Error> {
        self.dump_for(&Who::system("dump"), with_secrets)
    }

    /// As [`Self::dump`], with the name of who sees the secrets.
    pub fn dump_for(&self, who: &Who, with_secrets: bool) -> Result<String, Error> {
        if with_secrets {
            self.note_reveal(who)?;
        }
        let (rows, pictures) =
            self.shared().readers.read(|conn| Ok::<_, Error>((Rows::read(conn)?, avatars::read(conn)?)))?;
        let key = with_secrets.then_some(&self.shared().key);
        Ok(write_all(&rows, &pictures, key))
    }

    /// Before the secrets are shown: who cannot be noted does not see them.
    fn note_reveal(&self, who: &Who) -> Result<(), Error> {
        let who = who.clone();
        self.call(move |engine| {
            engine.synchronous(Synchronous::Full)?;
            let tx = engine.conn.transaction()?;
            audit::revealed(&tx, &who, engine.options.now(), engine.stamps.last_seq(), "all SIP secrets")?;
            tx.commit()?;
            Ok(())
        })
    }
}

fn write_all(rows: &Rows, pictures: &Pictures, key: Option<&TenantKey>) -> String {
    let mut dump = Dump::new(rows, key);
    dump.office();
    dump.mail_server();
    dump.sites();
    dump.time_frames();
    dump.announcements();
    dump.feature_codes();
    for person in &rows.persons {
        dump.table("person");
        dump.text("id", &person.id.to_string());
        dump.text("first_name", &person.first_name);
        dump.text("last_name", &person.last_name);
        dump.text("email", &person.email);
        dump.site(person.site);
        dump.text("job_title", &person.job_title);
        dump.text("department", &person.department);
        let time_frame = rows.time_frames.iter().find(|row| Some(row.id) == person.time_frame);
        dump.text("time_frame", time_frame.map_or("", |row| &row.name));
        dump.text("crm_user", &person.crm_user);
        dump.avatar(person.id, pictures);
        dump.lines("person", Owner::Person(person.id));
    }
    for place in &rows.places {
        dump.table("place");
        dump.text("id", &place.id.to_string());
        dump.text("name", &place.name);
        dump.site(place.site);
        dump.lines("place", Owner::Place(place.id));
    }
    for equipment in &rows.equipment {
        dump.table("equipment");
        dump.text("id", &equipment.id.to_string());
        dump.text("name", &equipment.name);
        dump.site(equipment.site);
        dump.lines("equipment", Owner::Equipment(equipment.id));
    }
    dump.phone_numbers();
    dump.phones();
    dump.roles();
    dump.users();
    dump.text
}

struct Dump<'a> {
    rows: &'a Rows,
    key: Option<&'a TenantKey>,
    text: String,
    sites: HashMap<SiteId, &'a str>,
    lines: HashMap<Owner, Vec<&'a Line>>,
    methods: HashMap<LineId, Vec<&'a ContactMethod>>,
    usernames: HashMap<ContactMethodId, &'a str>,
}

impl<'a> Dump<'a> {
    fn new(rows: &'a Rows, key: Option<&'a TenantKey>) -> Self {
        let mut methods: HashMap<LineId, Vec<&ContactMethod>> = HashMap::new();
        let mut usernames = HashMap::new();
        for method in &rows.methods {
            methods.entry(method.line).or_default().push(method);
            if let ContactKind::Sip { username, .. } = &method.kind {
                usernames.insert(method.id, username.as_str());
            }
        }
        let mut lines: HashMap<Owner, Vec<&Line>> = HashMap::new();
        for line in &rows.lines {
            lines.entry(line.owner).or_default().push(line);
        }
        let sites = rows.sites.iter().map(|site| (site.id, site.name.as_str())).collect();
        Self { rows, key, text: String::new(), sites, lines, methods, usernames }
    }

    fn avatar(&mut self, person: PersonId, pictures: &Pictures) {
        match pictures.get(&person) {
            Some(url) => self.text("avatar", url),
            None if self.rows.avatars.iter().any(|row| row.person == person) => {
                self.text.push_str("# the picture is left out: the file would be too large\n");
            }
            None => {}
        }
    }

    fn table(&mut self, name: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{gap}[[{name}]]");
    }

    /// A table of which there is one.
    fn single(&mut self, name: &str) {
        let _ = writeln!(self.text, "\n[{name}]");
    }

    /// A key with its text, unless that is empty.
    fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            let _ = writeln!(self.text, "{key} = {}", toml::Value::from(value));
        }
    }

    fn list(&mut self, key: &str, values: &[&str]) {
        if !values.is_empty() {
            let values: Vec<String> =
                values.iter().map(|value| toml::Value::from(*value).to_string()).collect();
            let _ = writeln!(self.text, "{key} = [{}]", values.join(", "));
        }
    }

    fn number(&mut self, key: &str, value: u32) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    /// The site of something, unless there is only the first.
    fn site(&mut self, id: SiteId) {
        if self.sites.len() > 1 || id != site::first() {
            self.text("site", self.sites.get(&id).copied().unwrap_or_default());
        }
    }

    fn phones(&mut self) {
        for phone in &self.rows.phones {
            self.table("phone");
            self.text("id", &phone.id.to_string());
            self.text("mac", phone.mac.as_str());
            self.text("vendor", &phone.vendor);
            self.text("model", &phone.model);
            self.text("label", &phone.label);
            self.site(phone.site);
            let last = phone.accounts.iter().map(|account| account.position).max().unwrap_or(0);
            let usernames = (1..=last).map(|position| {
                let account = phone.accounts.iter().find(|account| account.position == position);
                account
                    .and_then(|account| self.usernames.get(&account.contact_method))
                    .copied()
                    .unwrap_or_default()
            });
            let usernames: Vec<&str> = usernames.collect();
            self.list("accounts", &usernames);
            for key in &phone.keys {
                self.table("phone.key");
                self.number("position", key.position);
                self.text("kind", &word(key.kind));
                self.text("target", &key.target);
                self.text("label", &key.label);
            }
        }
    }
}
