//! Mailboxes of a file: found by id, else by their line.

use model::{LineId, Mailbox, MailboxId};
use toml::Spanned;

use super::FileError;
use super::format::{LineTable, MailboxTable};
use super::plan::{Planner, set};
use crate::rows::mailbox;

impl Planner<'_> {
    pub(super) fn claim_mailbox_id(&mut self, table: &LineTable) -> Result<(), FileError> {
        let Some(table) = &table.mailbox else { return Ok(()) };
        let id = table.get_ref().id.map(|id| *id.as_bytes());
        self.claim_id(&mailbox::TABLE, table.span().start, id)
    }

    pub(super) fn mailbox(&mut self, line: LineId, table: &Spanned<MailboxTable>) {
        let (offset, table) = (table.span().start, table.get_ref());
        let old = match table.id {
            Some(id) => self.rows.mailboxes.iter().find(|row| row.id == id),
            None => self.rows.mailboxes.iter().find(|row| row.line == line),
        };
        let mut row = old.cloned().unwrap_or_else(|| Mailbox {
            id: table.id.unwrap_or_else(|| MailboxId::from_bytes((self.new_id)())),
            line,
            email: String::new(),
        });
        row.line = line;
        set(&mut row.email, &table.email);
        self.put(offset, row);
    }
}
