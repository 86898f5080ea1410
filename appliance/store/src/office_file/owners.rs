//! People, places and machines of a file: found by id, else through the lines they hold, else, when they have
//! none, by what they are called.

use model::{Equipment, EquipmentId, Owner, Person, PersonId, Place, PlaceId};
use toml::Spanned;

use super::FileError;
use super::format::{LineTable, PersonTable};
use super::plan::{Planner, set};
use crate::rows::{Stored, equipment, person, place, site};

/// A row that can have lines.
trait Holder: Stored + 'static {
    /// Its key, if it is the owner.
    fn of(owner: Owner) -> Option<[u8; 16]>;
}

impl Holder for Person {
    fn of(owner: Owner) -> Option<[u8; 16]> {
        if let Owner::Person(id) = owner { Some(*id.as_bytes()) } else { None }
    }
}

impl Holder for Place {
    fn of(owner: Owner) -> Option<[u8; 16]> {
        if let Owner::Place(id) = owner { Some(*id.as_bytes()) } else { None }
    }
}

impl Holder for Equipment {
    fn of(owner: Owner) -> Option<[u8; 16]> {
        if let Owner::Equipment(id) = owner { Some(*id.as_bytes()) } else { None }
    }
}

impl<'a> Planner<'a> {
    pub(super) fn claim_owner_ids(&mut self) -> Result<(), FileError> {
        let tables = &self.file.tables;
        for table in &tables.person {
            self.claim_id(&person::TABLE, table.span().start, table.get_ref().id.map(|id| *id.as_bytes()))?;
        }
        for table in &tables.place {
            self.claim_id(&place::TABLE, table.span().start, table.get_ref().id.map(|id| *id.as_bytes()))?;
        }
        for table in &tables.equipment {
            self.claim_id(
                &equipment::TABLE,
                table.span().start,
                table.get_ref().id.map(|id| *id.as_bytes()),
            )?;
        }
        self.claim_line_ids()
    }

    /// All owners, each followed by its lines.
    pub(super) fn owners(&mut self) -> Result<(), FileError> {
        let tables = &self.file.tables;
        for table in &tables.person {
            let id = self.person(table)?;
            self.lines_of(Owner::Person(id), &table.get_ref().line)?;
        }
        for table in &tables.place {
            let (offset, table) = (table.span().start, table.get_ref());
            let alike = |row: &Place| Some(&row.name) == table.name.as_ref();
            let old = self.find(&self.rows.places, table.id.map(|id| *id.as_bytes()), &table.line, alike);
            let site = self.site(offset, table.site.as_ref())?;
            let mut row = old.cloned().unwrap_or_else(|| Place {
                id: table.id.unwrap_or_else(|| PlaceId::from_bytes((self.new_id)())),
                name: String::new(),
                site: site::first(),
            });
            set(&mut row.name, &table.name);
            set(&mut row.site, &site);
            let owner = Owner::Place(row.id);
            self.put(offset, row);
            self.lines_of(owner, &table.line)?;
        }
        for table in &tables.equipment {
            let (offset, table) = (table.span().start, table.get_ref());
            let alike = |row: &Equipment| Some(&row.name) == table.name.as_ref();
            let old = self.find(&self.rows.equipment, table.id.map(|id| *id.as_bytes()), &table.line, alike);
            let site = self.site(offset, table.site.as_ref())?;
            let mut row = old.cloned().unwrap_or_else(|| Equipment {
                id: table.id.unwrap_or_else(|| EquipmentId::from_bytes((self.new_id)())),
                name: String::new(),
                site: site::first(),
            });
            set(&mut row.name, &table.name);
            set(&mut row.site, &site);
            let owner = Owner::Equipment(row.id);
            self.put(offset, row);
            self.lines_of(owner, &table.line)?;
        }
        Ok(())
    }

    fn person(&mut self, table: &Spanned<PersonTable>) -> Result<PersonId, FileError> {
        let (offset, table) = (table.span().start, table.get_ref());
        let alike = |row: &Person| {
            let email = table.email.as_deref().filter(|email| !email.is_empty());
            let last_name = table.last_name.as_deref().unwrap_or_default();
            email == Some(row.email.as_str())
                || (Some(row.first_name.as_str()) == table.first_name.as_deref()
                    && row.last_name == last_name)
        };
        let old = self.find(&self.rows.persons, table.id.map(|id| *id.as_bytes()), &table.line, alike);
        if let (None, Some(old)) = (table.id, old) {
            self.note_renamed(old, table);
        }
        let site = self.site(offset, table.site.as_ref())?;
        let time_frame = self.time_frame(offset, table.time_frame.as_deref())?;
        let mut row = old.cloned().unwrap_or_else(|| {
            let id = table.id.unwrap_or_else(|| PersonId::from_bytes((self.new_id)()));
            Person::named(id, "", site::first())
        });
        set(&mut row.first_name, &table.first_name);
        set(&mut row.last_name, &table.last_name);
        set(&mut row.email, &table.email);
        set(&mut row.site, &site);
        set(&mut row.job_title, &table.job_title);
        set(&mut row.department, &table.department);
        set(&mut row.time_frame, &time_frame);
        set(&mut row.crm_user, &table.crm_user);
        let id = row.id;
        self.put(offset, row);
        self.avatar(offset, id, table.avatar.as_deref())?;
        Ok(id)
    }

    /// A number may have been given to somebody else by mistake.
    fn note_renamed(&mut self, old: &Person, table: &PersonTable) {
        let renamed = table.first_name.as_ref().is_some_and(|name| *name != old.first_name);
        let rows = table.line.iter().filter_map(|line| self.lines.get(&line.span().start));
        let held = rows.filter_map(|line| self.line_rows.get(line));
        let number = held.filter(|line| line.owner == Owner::Person(old.id)).map(|line| &line.number).next();
        if let (true, Some(number)) = (renamed, number) {
            let name = format!("{} {}", old.first_name, old.last_name);
            self.warn(format!("{number} belongs to {}, who is renamed", name.trim_end()));
        }
    }

    /// The row that an owner's table means. Several that hold its lines: the one that is called alike, else the
    /// holder of the first line.
    fn find<T: Holder>(
        &mut self,
        rows: &'a [T],
        id: Option<[u8; 16]>,
        lines: &[Spanned<LineTable>],
        alike: impl Fn(&T) -> bool,
    ) -> Option<&'a T> {
        if let Some(id) = id {
            return by_key(rows, id);
        }
        let free = |row: &&T| !self.is_claimed(T::TABLE, row.key());
        let holders: Vec<&T> = lines
            .iter()
            .filter_map(|line| self.lines.get(&line.span().start))
            .filter_map(|line| self.line_rows.get(line))
            .filter_map(|line| T::of(line.owner))
            .filter_map(|key| by_key(rows, key))
            .filter(free)
            .collect();
        let found = match holders.first() {
            Some(first) => holders.iter().find(|row| alike(row)).or(Some(first)).copied(),
            None => rows.iter().filter(free).find(|row| alike(row) && !self.has_lines::<T>(row.key())),
        };
        if let Some(row) = found {
            self.claim(T::TABLE, row.key());
        }
        found
    }

    fn has_lines<T: Holder>(&self, key: [u8; 16]) -> bool {
        self.holders.contains(&(T::TABLE.number, key))
    }

    /// Notes who has lines.
    pub(super) fn index_holders(&mut self) {
        for line in &self.rows.lines {
            self.holders.insert(match line.owner {
                Owner::Equipment(id) => (equipment::TABLE.number, *id.as_bytes()),
                Owner::Person(id) => (person::TABLE.number, *id.as_bytes()),
                Owner::Place(id) => (place::TABLE.number, *id.as_bytes()),
            });
        }
    }
}

/// Rows are read in the order of their keys.
fn by_key<T: Stored>(rows: &[T], key: [u8; 16]) -> Option<&T> {
    rows.get(rows.binary_search_by_key(&key, T::key).ok()?)
}
