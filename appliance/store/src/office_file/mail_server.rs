//! The mail server of a file; there is one at most.

use model::MailServer;

use super::plan::{Planner, set};

impl Planner<'_> {
    pub(super) fn mail_server(&mut self) {
        let Some(table) = &self.file.tables.mail_server else { return };
        let (offset, table) = (table.span().start, table.get_ref());
        // Without a port the one that goes with the encryption.
        let security = table.security.unwrap_or_default();
        let mut row = self.rows.mail_server.clone().unwrap_or_else(|| MailServer {
            host: String::new(),
            port: security.port(),
            security,
            username: String::new(),
            sender_address: String::new(),
            sender_name: String::new(),
        });
        set(&mut row.host, &table.host);
        set(&mut row.port, &table.port);
        set(&mut row.security, &table.security);
        set(&mut row.username, &table.username);
        set(&mut row.sender_address, &table.sender_address);
        set(&mut row.sender_name, &table.sender_name);
        self.put(offset, row);
    }
}
