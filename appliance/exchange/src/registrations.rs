//! Registrations between the registrar's clock and the disk's.

use jiff::{SignedDuration, Timestamp};
use model::{BindingChange, Now, StoredBinding, Username};
use sip::{Binding, Change, Flow, ServerId};

use crate::doors::COMMIT_PATIENCE;
use crate::{Exchange, Output};

/// The answer to a REGISTER that was taken.
#[derive(Debug)]
pub(crate) struct Registered {
    pub(crate) ok: Vec<u8>,
    /// No binding tells what was asked, so the transaction has to, should it be asked again.
    pub(crate) is_kept: bool,
}

impl Exchange {
    /// Takes the registrations that were on disk when the program started. The registrar lets each live one interval longer than
    /// it would have, so that telephones find time to refresh. Those of accounts that are gone are left out, and those that came by connections, which ended
    /// with the program before, are taken from the disk.
    pub fn restore(&mut self, bindings: Vec<StoredBinding>, now: Now) {
        for stored in bindings {
            let known = self.directory.account(stored.username.as_str()).is_some();
            if let (true, Ok(transport)) = (known, stored.transport.parse()) {
                let interval = std::time::Duration::from_secs(u64::from(stored.interval_s));
                let left = stored.expires.duration_since(now.wall);
                let left = std::time::Duration::try_from(left).unwrap_or_default().min(interval);
                self.registrar.restore(Binding {
                    aor: stored.username.to_string(),
                    contact: stored.contact,
                    flow: Flow { transport, local: stored.local, remote: stored.remote },
                    instance: stored.instance,
                    // Not kept: the first REGISTER of the instance takes the place of all that were restored.
                    reg_id: None,
                    call_id: stored.call_id,
                    cseq: stored.cseq,
                    user_agent: stored.user_agent,
                    expires_at: now.tick + left,
                    interval,
                    reachable: true,
                    registered_at: now.tick,
                });
            }
        }
        self.flush(now);
    }

    /// Answers a REGISTER: at once when it changed nothing but the end of registrations, otherwise when the change is on
    /// disk, or after a while.
    pub(crate) fn answer_register(&mut self, id: ServerId, answer: Registered, now: Now) {
        let ticket = self.next_ticket;
        if !self.drain_registrations(Some(ticket), now) {
            self.finish_register(id, answer, now);
            return;
        }
        self.next_ticket += 1;
        self.registers.insert(ticket, (now.tick + COMMIT_PATIENCE, id, answer));
    }

    fn finish_register(&mut self, id: ServerId, Registered { ok, is_kept }: Registered, now: Now) {
        if is_kept {
            self.transactions.respond(id, 200, ok, now.tick);
        } else {
            self.transactions.respond_finally(id, 200, ok, now.tick);
        }
    }

    /// Hears that the change of this ticket is on disk.
    pub fn handle_registered(&mut self, ticket: u64, now: Now) {
        if let Some((_, id, answer)) = self.registers.remove(&ticket) {
            self.finish_register(id, answer, now);
        }
        self.flush(now);
    }

    /// Answers those REGISTERs whose change is not on disk in time.
    pub(crate) fn answer_late_registers(&mut self, now: Now) {
        while let Some(entry) = self.registers.first_entry().filter(|entry| entry.get().0 <= now.tick) {
            let (_, id, answer) = entry.remove();
            self.finish_register(id, answer, now);
        }
    }

    /// Turns what the registrar did into changes for the disk; whether one of them is more than a refresh. The last
    /// such one carries the ticket.
    pub(crate) fn drain_registrations(&mut self, ticket: Option<u64>, now: Now) -> bool {
        let mut changes = Vec::new();
        while let Some(change) = self.registrar.poll_change() {
            changes.extend(match change {
                Change::Changed(binding) => stored(binding, now).map(BindingChange::Changed),
                Change::Refreshed(binding) => stored(binding, now).map(BindingChange::Refreshed),
                Change::Reachable { aor, contact, reachable } => {
                    // It is as it was on disk: after a restart every telephone is asked anew.
                    let username = aor.parse::<Username>();
                    let told = username.map(|username| Output::Reachable { username, contact, reachable });
                    self.outputs.extend(told);
                    None
                }
                Change::Removed { aor, contact } => {
                    aor.parse().ok().map(|username: Username| BindingChange::Removed { username, contact })
                }
            });
        }
        let last = changes.iter().rposition(|change| !matches!(change, BindingChange::Refreshed(_)));
        let outputs = changes.into_iter().enumerate().map(|(index, change)| Output::Binding {
            change,
            ticket: ticket.filter(|_| Some(index) == last),
        });
        self.outputs.extend(outputs);
        last.is_some()
    }
}

fn stored(binding: Binding, now: Now) -> Option<StoredBinding> {
    let left = binding.expires_at.saturating_duration_since(now.tick);
    let left = SignedDuration::try_from(left).unwrap_or(SignedDuration::ZERO);
    Some(StoredBinding {
        username: binding.aor.parse().ok()?,
        contact: binding.contact,
        transport: binding.flow.transport.as_lower_str().to_owned(),
        local: binding.flow.local,
        remote: binding.flow.remote,
        instance: binding.instance,
        call_id: binding.call_id,
        cseq: binding.cseq,
        user_agent: binding.user_agent,
        expires: now.wall.checked_add(left).unwrap_or(Timestamp::MAX),
        interval_s: u32::try_from(binding.interval.as_secs()).unwrap_or(u32::MAX),
    })
}
