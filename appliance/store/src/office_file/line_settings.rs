//! What a file says of what lines may do; worked out when all lines, numbers and announcements are known.

use model::{AnnouncementId, Line, Recording, Unavailable};

use super::FileError;
use super::format::{LineTable, Recorded};
use super::plan::{Planner, set};

impl Planner<'_> {
    pub(super) fn line_settings(&mut self) -> Result<(), FileError> {
        for table in self.line_tables() {
            let (offset, table) = (table.span().start, table.get_ref());
            let Some(mut row) = self.planned_lines.remove(&offset) else { continue };
            let before = row.clone();
            self.line_setting(offset, table, &mut row)?;
            if row != before {
                self.put(offset, row);
            }
        }
        Ok(())
    }

    fn line_setting(&self, offset: usize, table: &LineTable, row: &mut Line) -> Result<(), FileError> {
        if let Some(text) = &table.when_unavailable {
            row.when_unavailable = self.unavailable(offset, text)?;
        }
        set(&mut row.outside_calls, &table.outside_calls);
        set(&mut row.internal_caller_id, &table.internal_caller_id);
        if let Some(numbers) = &table.caller_ids {
            row.caller_ids.clear();
            for number in numbers {
                match self.phone_numbers.get(number) {
                    Some(id) => row.caller_ids.push(*id),
                    None => {
                        return self.error(
                            offset,
                            "caller_ids",
                            format!("there is no phone_number {number:?}"),
                        );
                    }
                }
            }
        }
        let announcement =
            self.announcement(offset, "internal_announcement", &table.internal_announcement)?;
        set(&mut row.internal_announcement, &announcement);
        let announcement =
            self.announcement(offset, "external_announcement", &table.external_announcement)?;
        set(&mut row.external_announcement, &announcement);
        if let Some(recorded) = &table.record {
            let has = |direction| recorded.contains(&direction);
            row.recording = Recording {
                inbound_internal: has(Recorded::InboundInternal),
                inbound_external: has(Recorded::InboundExternal),
                outbound_internal: has(Recorded::OutboundInternal),
                outbound_external: has(Recorded::OutboundExternal),
                on_demand: has(Recorded::OnDemand),
                deliveries: std::mem::take(&mut row.recording.deliveries),
            };
        }
        set(&mut row.recording.deliveries, &table.recording_deliveries);
        Ok(())
    }

    /// "hang-up", "voicemail", "line 205", "outside +4989123456".
    fn unavailable(&self, offset: usize, text: &str) -> Result<Unavailable, FileError> {
        match text.split_once(' ') {
            None if text == "hang-up" => Ok(Unavailable::HangUp),
            None if text == "voicemail" => Ok(Unavailable::Voicemail),
            Some(("line", number)) => match self.numbers.get(number) {
                Some((line, _)) => Ok(Unavailable::Line(*line)),
                None => self.error(offset, "when_unavailable", format!("there is no line {number:?}")),
            },
            Some(("outside", number)) => Ok(Unavailable::Outside(number.to_owned())),
            _ => {
                let why = "expected hang-up, voicemail, line NUMBER or outside NUMBER";
                self.error(offset, "when_unavailable", why)
            }
        }
    }

    /// The announcement of that name: nothing is said, none, or this.
    fn announcement(
        &self,
        offset: usize,
        field: &str,
        name: &Option<String>,
    ) -> Result<Option<Option<AnnouncementId>>, FileError> {
        match name.as_deref() {
            None => Ok(None),
            Some("") => Ok(Some(None)),
            Some(name) => match self.announcements.get(&name.to_ascii_lowercase()) {
                Some(id) => Ok(Some(Some(*id))),
                None => self.error(offset, field, format!("there is no announcement {name:?}")),
            },
        }
    }
}

/// How a file writes where a call goes that nobody takes, with the number of another line.
pub(super) fn unavailable_text<'l>(
    unavailable: &Unavailable,
    number_of: impl FnOnce(model::LineId) -> Option<&'l str>,
) -> String {
    match unavailable {
        // What a line does unless something is said.
        Unavailable::HangUp => String::new(),
        Unavailable::Line(line) => format!("line {}", number_of(*line).unwrap_or_default()),
        Unavailable::Outside(number) => format!("outside {number}"),
        Unavailable::Voicemail => "voicemail".to_owned(),
    }
}
