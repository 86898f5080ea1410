//! Rows of a file that have one unique name: time frames, announcements, feature codes, public numbers (and roles). Each is
//! found by id, else by that name.

use model::{Announcement, AnnouncementId, FeatureCode, FeatureCodeId, LineId, PhoneNumber, PhoneNumberId};
use model::{TimeFrame, TimeFrameId};

use super::FileError;
use super::plan::{Planner, forget, set};
use crate::rows::{Stored, announcement, feature_code, phone_number, time_frame};

/// What a table says of which row it means.
pub(super) struct Meant<'t> {
    /// Where it begins.
    pub(super) offset: usize,
    pub(super) id: Option<[u8; 16]>,
    /// The key of the name, and the name if it is given.
    pub(super) field: &'static str,
    pub(super) name: Option<&'t str>,
}

impl<'a> Planner<'a> {
    pub(super) fn claim_named_ids(&mut self) -> Result<(), FileError> {
        let tables = &self.file.tables;
        for table in &tables.time_frame {
            let id = table.get_ref().id.map(|id| *id.as_bytes());
            self.claim_id(&time_frame::TABLE, table.span().start, id)?;
        }
        for table in &tables.announcement {
            let id = table.get_ref().id.map(|id| *id.as_bytes());
            self.claim_id(&announcement::TABLE, table.span().start, id)?;
        }
        for table in &tables.feature_code {
            let id = table.get_ref().id.map(|id| *id.as_bytes());
            self.claim_id(&feature_code::TABLE, table.span().start, id)?;
        }
        for table in &tables.phone_number {
            let id = table.get_ref().id.map(|id| *id.as_bytes());
            self.claim_id(&phone_number::TABLE, table.span().start, id)?;
        }
        Ok(())
    }

    /// The row that a table means, if there is one.
    pub(super) fn find_named<T: Stored>(
        &mut self,
        rows: &'a [T],
        meant: &Meant<'_>,
        is_called: impl Fn(&T, &str) -> bool,
    ) -> Result<Option<&'a T>, FileError> {
        let what = T::TABLE.name.replace('_', " ");
        match (meant.id, meant.name) {
            (Some(id), _) => Ok(rows.iter().find(|row| row.key() == id)),
            (None, Some(name)) => {
                let old = rows.iter().find(|row| is_called(row, name));
                if old.is_some_and(|row| !self.claim(T::TABLE, row.key())) {
                    let why = format!("the {what} {name:?} is given twice");
                    return self.error(meant.offset, meant.field, why);
                }
                Ok(old)
            }
            (None, None) => {
                let why = format!("{what}: its {} or its id is needed", meant.field);
                self.error(meant.offset, meant.field, why)
            }
        }
    }

    pub(super) fn time_frames(&mut self) -> Result<(), FileError> {
        let rows = self.rows;
        self.time_frames =
            rows.time_frames.iter().map(|row| (row.name.to_ascii_lowercase(), row.id)).collect();
        for table in &self.file.tables.time_frame {
            let (offset, table) = (table.span().start, table.get_ref());
            let id = table.id.map(|id| *id.as_bytes());
            let meant = Meant { offset, id, field: "name", name: table.name.as_deref() };
            let old =
                self.find_named(&rows.time_frames, &meant, |row, name| row.name.eq_ignore_ascii_case(name))?;
            let mut row = old.cloned().unwrap_or_else(|| TimeFrame {
                id: table.id.unwrap_or_else(|| TimeFrameId::from_bytes((self.new_id)())),
                name: String::new(),
                hours: Vec::new(),
            });
            forget(&mut self.time_frames, &row.name.to_ascii_lowercase(), row.id);
            set(&mut row.name, &table.name);
            set(&mut row.hours, &table.hours);
            self.time_frames.insert(row.name.to_ascii_lowercase(), row.id);
            self.put(offset, row);
        }
        Ok(())
    }

    pub(super) fn announcements(&mut self) -> Result<(), FileError> {
        let rows = self.rows;
        self.announcements =
            rows.announcements.iter().map(|row| (row.name.to_ascii_lowercase(), row.id)).collect();
        for table in &self.file.tables.announcement {
            let (offset, table) = (table.span().start, table.get_ref());
            let id = table.id.map(|id| *id.as_bytes());
            let meant = Meant { offset, id, field: "name", name: table.name.as_deref() };
            let old = self
                .find_named(&rows.announcements, &meant, |row, name| row.name.eq_ignore_ascii_case(name))?;
            let mut row = old.cloned().unwrap_or_else(|| Announcement {
                id: table.id.unwrap_or_else(|| AnnouncementId::from_bytes((self.new_id)())),
                name: String::new(),
            });
            forget(&mut self.announcements, &row.name.to_ascii_lowercase(), row.id);
            set(&mut row.name, &table.name);
            self.announcements.insert(row.name.to_ascii_lowercase(), row.id);
            self.put(offset, row);
        }
        Ok(())
    }

    pub(super) fn feature_codes(&mut self) -> Result<(), FileError> {
        let rows = self.rows;
        for table in &self.file.tables.feature_code {
            let (offset, table) = (table.span().start, table.get_ref());
            let word = crate::rows::word(table.feature);
            let id = table.id.map(|id| *id.as_bytes());
            let meant = Meant { offset, id, field: "feature", name: Some(&word) };
            let old = self.find_named(&rows.feature_codes, &meant, |row, _| row.feature == table.feature)?;
            let new_id = old.map(|old| old.id).or(table.id);
            let id = new_id.unwrap_or_else(|| FeatureCodeId::from_bytes((self.new_id)()));
            self.put(offset, FeatureCode { id, feature: table.feature, code: table.code.clone() });
        }
        Ok(())
    }

    /// After the lines, to which they lead.
    pub(super) fn phone_numbers(&mut self) -> Result<(), FileError> {
        let rows = self.rows;
        self.phone_numbers = rows.phone_numbers.iter().map(|row| (row.number.clone(), row.id)).collect();
        for table in &self.file.tables.phone_number {
            let (offset, table) = (table.span().start, table.get_ref());
            let id = table.id.map(|id| *id.as_bytes());
            let meant = Meant { offset, id, field: "number", name: table.number.as_deref() };
            let old = self.find_named(&rows.phone_numbers, &meant, |row, number| row.number == number)?;
            let line = table.line.as_deref().map(|number| self.line_of(offset, number)).transpose()?;
            let mut row = old.cloned().unwrap_or_else(|| PhoneNumber {
                id: table.id.unwrap_or_else(|| PhoneNumberId::from_bytes((self.new_id)())),
                number: String::new(),
                label: String::new(),
                line: None,
            });
            forget(&mut self.phone_numbers, &row.number, row.id);
            set(&mut row.number, &table.number);
            set(&mut row.label, &table.label);
            set(&mut row.line, &line);
            self.phone_numbers.insert(row.number.clone(), row.id);
            self.put(offset, row);
        }
        Ok(())
    }

    /// The line of an internal number; none when empty.
    fn line_of(&self, offset: usize, number: &str) -> Result<Option<LineId>, FileError> {
        match self.numbers.get(number) {
            _ if number.is_empty() => Ok(None),
            Some((line, _)) => Ok(Some(*line)),
            None => self.error(offset, "line", format!("there is no line {number:?}")),
        }
    }

    /// The time frame of that name: nothing is said, none, or this.
    pub(super) fn time_frame(
        &self,
        offset: usize,
        name: Option<&str>,
    ) -> Result<Option<Option<TimeFrameId>>, FileError> {
        match name {
            None => Ok(None),
            Some("") => Ok(Some(None)),
            Some(name) => match self.time_frames.get(&name.to_ascii_lowercase()) {
                Some(id) => Ok(Some(Some(*id))),
                None => self.error(offset, "time_frame", format!("there is no time frame {name:?}")),
            },
        }
    }
}
