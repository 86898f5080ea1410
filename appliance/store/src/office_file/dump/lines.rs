//! Lines with their settings and contact methods.

use model::{AnnouncementId, ContactKind, ContactMethod, ContactMethodId, DigestAlgorithm, Line, Owner};

use super::super::format::Recorded;
use super::super::line_settings::unavailable_text;
use super::Dump;
use crate::rows::contact_method::{kind_word, seal_row};
use crate::rows::word;
use crate::seal;

impl Dump<'_> {
    pub(super) fn lines(&mut self, table: &str, owner: Owner) {
        for line in self.lines.remove(&owner).unwrap_or_default() {
            self.table(&format!("{table}.line"));
            self.text("id", &line.id.to_string());
            self.text("number", line.number.as_str());
            self.settings(line);
            if let Some(mailbox) = self.rows.mailboxes.iter().find(|row| row.line == line.id) {
                self.single(&format!("{table}.line.mailbox"));
                self.text("id", &mailbox.id.to_string());
                self.text("email", &mailbox.email);
            }
            let methods = self.methods.remove(&line.id).unwrap_or_default();
            self.methods(&format!("{table}.line"), methods);
        }
    }

    fn methods(&mut self, table: &str, mut methods: Vec<&ContactMethod>) {
        methods.sort_by_key(|method| (order(&method.kind), method.position, method.id));
        // As they would be numbered when loaded.
        let plain = (0..).zip(&methods).all(|(position, method)| method.position == position);
        for method in methods {
            self.table(&format!("{table}.{}", kind_word(&method.kind).replace('-', "_")));
            self.text("id", &method.id.to_string());
            if !plain {
                self.number("position", method.position);
            }
            match &method.kind {
                ContactKind::App => {}
                ContactKind::Sip { username, algorithm } => {
                    self.text("username", username.as_str());
                    if *algorithm != DigestAlgorithm::default() {
                        self.text("algorithm", &word(algorithm));
                    }
                    self.secret(method.id);
                }
                ContactKind::PstnForward { number } => self.text("number", number),
                ContactKind::SipForward { uri } => self.text("uri", uri),
            }
        }
    }

    fn secret(&mut self, account: ContactMethodId) {
        let (Some(key), Some(blob)) = (self.key, self.rows.secrets.get(&account)) else {
            return;
        };
        match seal::open(key, &seal_row(account), blob) {
            Ok(secret) => self.text("secret", secret.reveal()),
            Err(error) => {
                tracing::error!(%account, %error, "the secret of an account does not open");
                self.text.push_str("# its secret cannot be read: give it a new one with `secret = ...`\n");
            }
        }
    }

    /// What a line does not do as a new one would.
    fn settings(&mut self, line: &Line) {
        let rows = self.rows;
        let number_of = |id| rows.lines.iter().find(|line| line.id == id).map(|line| line.number.as_str());
        self.text("when_unavailable", &unavailable_text(&line.when_unavailable, number_of));
        if !line.outside_calls {
            self.text.push_str("outside_calls = false\n");
        }
        self.text("internal_caller_id", &line.internal_caller_id);
        let numbers: Vec<&str> = line
            .caller_ids
            .iter()
            .filter_map(|id| rows.phone_numbers.iter().find(|row| row.id == *id))
            .map(|row| row.number.as_str())
            .collect();
        self.list("caller_ids", &numbers);
        let name_of = |id: Option<AnnouncementId>| {
            rows.announcements.iter().find(|row| Some(row.id) == id).map_or("", |row| row.name.as_str())
        };
        self.text("internal_announcement", name_of(line.internal_announcement));
        self.text("external_announcement", name_of(line.external_announcement));
        let recording = &line.recording;
        let recorded = [
            (recording.inbound_internal, Recorded::InboundInternal),
            (recording.inbound_external, Recorded::InboundExternal),
            (recording.outbound_internal, Recorded::OutboundInternal),
            (recording.outbound_external, Recorded::OutboundExternal),
            (recording.on_demand, Recorded::OnDemand),
        ];
        let recorded: Vec<String> =
            recorded.into_iter().filter(|(is, _)| *is).map(|(_, recorded)| word(recorded)).collect();
        self.list("record", &recorded.iter().map(String::as_str).collect::<Vec<_>>());
        let deliveries: Vec<String> = recording.deliveries.iter().map(word).collect();
        self.list("recording_deliveries", &deliveries.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// The order of kinds within a line.
fn order(kind: &ContactKind) -> u8 {
    match kind {
        ContactKind::App => 0,
        ContactKind::Sip { .. } => 1,
        ContactKind::PstnForward { .. } => 2,
        ContactKind::SipForward { .. } => 3,
    }
}
