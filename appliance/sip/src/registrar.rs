//! Registrar: which contacts an account has (RFC 3261 §10.3), and which of them still answer.

mod asked;
mod binding;
mod outbound;
mod plan;
mod settings;
mod table;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use asked::Asked;
pub use asked::RegisterError;
use binding::same_uri;
pub use binding::{Binding, Change, Ping};
pub use outbound::{FLOW_TIMER, Granted, flow_timer, is_outbound};
use plan::Plan;
pub use settings::RegistrarSettings;
use table::{BindingId, Table};

use crate::{Flow, Message, Method};

/// The bindings of all accounts.
///
/// Whoever calls it has checked who registers, and for which account.
pub struct Registrar {
    settings: RegistrarSettings,
    table: Table,
    /// Drained by the owner after each call: a REGISTER causes at most twice as many as an account has contacts, a
    /// timeout one for each binding that expires, a closed connection one for each that it carried, a ping one.
    changes: VecDeque<Change>,
    /// Drained by the owner after each call: one for each contact that is due.
    pings: VecDeque<Ping>,
}

impl Registrar {
    /// Without any binding.
    pub fn new(settings: RegistrarSettings) -> Registrar {
        Registrar { settings, table: Table::default(), changes: VecDeque::new(), pings: VecDeque::new() }
    }

    /// Does what a REGISTER for this account asks, all of it or nothing. Gives back the account's contacts and
    /// how long each will live.
    pub fn register(
        &mut self,
        aor: &str,
        request: &Message,
        flow: Flow,
        now: Instant,
    ) -> Result<Vec<Granted>, RegisterError> {
        match Asked::of(request, &self.settings)? {
            Asked::Star => {
                let late = |binding: &Binding| binding.is_newer(request.call_id(), request.cseq());
                if self.bindings(aor).any(late) {
                    return Err(RegisterError::OutOfOrder);
                }
                self.remove_aor(aor);
            }
            Asked::Contacts(contacts) => {
                let wanted =
                    contacts.iter().map(|contact| contact.binding(aor, request, flow, now)).collect();
                self.apply(aor, wanted, now)?;
            }
        }
        Ok(self.granted(aor, now))
    }

    /// An account's contacts and how long each will live, as an answer tells them.
    pub fn granted(&self, aor: &str, now: Instant) -> Vec<Granted> {
        let listed = self.bindings(aor).map(|binding| Granted::of(binding, now));
        listed.filter(|granted| !granted.left.is_zero()).collect()
    }

    /// Whether this is the REGISTER that made or refreshed a binding of the account last, by the way on which it came.
    pub fn is_last(&self, aor: &str, request: &Message, flow: &Flow, now: Instant) -> bool {
        request.method() == Method::Register
            && self.bindings(aor).any(|binding| {
                binding.flow == *flow
                    && binding.expires_at > now
                    && binding.cseq == request.cseq()
                    && binding.call_id == request.call_id()
            })
    }

    /// All bindings of an account, the oldest first.
    pub fn bindings(&self, aor: &str) -> impl Iterator<Item = &Binding> {
        self.table.ids(aor).iter().filter_map(|id| self.table.get(*id))
    }

    /// Those of an account that a call is offered to: of several flows of one instance the one refreshed last (RFC 5626
    /// §5.3), so that no telephone rings twice.
    pub fn reachable(&self, aor: &str, now: Instant) -> impl Iterator<Item = &Binding> {
        let all =
            move || self.bindings(aor).filter(move |binding| binding.reachable && binding.expires_at > now);
        all().enumerate().filter_map(move |(place, binding)| {
            let age = |place, binding: &Binding| (binding.refreshed_at(), place);
            let is_newer = |(at, other): (usize, &Binding)| {
                other.is_another_flow(binding) && age(at, other) > age(place, binding)
            };
            (!all().enumerate().any(is_newer)).then_some(binding)
        })
    }

    /// Every binding, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Binding> {
        self.table.all()
    }

    /// Bindings in all.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Says whether nobody is registered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Accounts with at least one binding.
    pub fn registered(&self) -> usize {
        self.table.accounts()
    }

    /// Removes all bindings of an account.
    pub fn remove_aor(&mut self, aor: &str) {
        for id in self.table.ids(aor).to_vec() {
            self.remove(id);
        }
    }

    /// Whether somebody is registered by this flow.
    pub fn is_known(&self, flow: &Flow) -> bool {
        self.table.is_known(flow)
    }

    /// Whether this account is registered by this flow.
    pub fn is_registered(&self, aor: &str, flow: &Flow) -> bool {
        self.table.ids(aor).iter().filter_map(|id| self.table.get(*id)).any(|binding| binding.flow == *flow)
    }

    /// Removes what was registered by a connection that is gone: nothing reaches those telephones until they
    /// register again (RFC 5626 §4.2.1 has them do so at once). Datagrams have no connection.
    pub fn flow_closed(&mut self, flow: &Flow) {
        for id in self.table.on_connection(flow).to_vec() {
            self.remove(id);
        }
    }

    /// Puts back a binding from disk, for one interval longer than it had left: its telephone may just not have been able
    /// to refresh it. Causes no change. Where the table is full or the contact known, it is dropped; of one that came by a
    /// connection, which ended with the program that held it, the removal is told.
    pub fn restore(&mut self, mut binding: Binding) {
        if binding.flow.transport.is_reliable() {
            let Binding { aor, contact, .. } = binding;
            return self.changes.push_back(Change::Removed { aor, contact });
        }
        let known = self.bindings(&binding.aor).any(|other| same_uri(&other.contact, &binding.contact));
        let crowded = self.table.ids(&binding.aor).len() >= self.settings.max_contacts;
        if known || crowded || self.len() >= self.settings.max_bindings {
            return;
        }
        binding.expires_at += binding.interval;
        let first_ping = self.first_ping(&binding, binding.registered_at);
        self.table.insert(binding, first_ping);
    }

    /// Takes the next change.
    pub fn poll_change(&mut self) -> Option<Change> {
        self.changes.pop_front()
    }

    /// Takes the next contact that an OPTIONS is due to.
    pub fn poll_ping(&mut self) -> Option<Ping> {
        self.pings.pop_front()
    }

    /// The contact answered a ping, no matter what.
    pub fn pong(&mut self, aor: &str, contact: &str, now: Instant) {
        self.ping_ended(aor, contact, true, now, self.settings.ping_every);
    }

    /// The contact left a ping unanswered: calls do not go there until it answers another or registers. It is
    /// asked again sooner.
    pub fn ping_lost(&mut self, aor: &str, contact: &str, now: Instant) {
        self.ping_ended(aor, contact, false, now, self.settings.ping_every / 4);
    }

    /// Removes what has expired and asks for the pings that are due.
    pub fn handle_timeout(&mut self, now: Instant) {
        while let Some(id) = self.table.pop_due(now) {
            let Some(binding) = self.table.get(id) else {
                continue;
            };
            if binding.expires_at <= now {
                self.remove(id);
            } else if self.table.is_ping_due(id, now) {
                let Binding { aor, contact, flow, .. } = binding;
                self.pings.push_back(Ping { aor: aor.clone(), contact: contact.clone(), flow: *flow });
                // Should nobody report what became of it, the next is due all the same.
                self.table.ping_at(id, now + self.settings.ping_every);
            } else {
                self.table.reschedule(id);
            }
        }
    }

    /// Returns when [`Self::handle_timeout`] must next be called.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.table.next_due()
    }

    /// Adds, refreshes and removes these contacts; an interval of zero removes.
    fn apply(&mut self, aor: &str, wanted: Vec<Binding>, now: Instant) -> Result<(), RegisterError> {
        let plan = Plan::of(&wanted, self.table.ids(aor), &self.table, self.settings.max_bindings)?;
        for id in plan.removed {
            self.remove(id);
        }
        let mut touched = Vec::with_capacity(wanted.len());
        for (binding, known) in wanted.into_iter().zip(plan.known) {
            match known {
                _ if binding.interval.is_zero() => {}
                Some(id) => {
                    self.refresh(id, binding);
                    touched.push(id);
                }
                None => {
                    self.changes.push_back(Change::Changed(binding.clone()));
                    let first_ping = self.first_ping(&binding, now);
                    touched.push(self.table.insert(binding, first_ping));
                }
            }
        }
        while self.table.ids(aor).len() > self.settings.max_contacts {
            let others = self.table.ids(aor).iter().copied().filter(|id| !touched.contains(id));
            let oldest = others.min_by_key(|id| self.table.get(*id).map(Binding::refreshed_at));
            match oldest {
                Some(id) => self.remove(id),
                None => break,
            }
        }
        Ok(())
    }

    fn refresh(&mut self, id: BindingId, mut new: Binding) {
        let Some(old) = self.table.get(id) else {
            return;
        };
        new.registered_at = old.registered_at;
        let left = (new.contact != old.contact).then(|| (old.aor.clone(), old.contact.clone()));
        let change =
            if new.differs(old) { Change::Changed(new.clone()) } else { Change::Refreshed(new.clone()) };
        self.table.replace(id, new);
        if let Some((aor, contact)) = left {
            self.contact_left(aor, contact);
        }
        self.changes.push_back(change);
    }

    fn remove(&mut self, id: BindingId) {
        if let Some(Binding { aor, contact, .. }) = self.table.remove(id) {
            self.contact_left(aor, contact);
        }
    }

    /// Two flows of an instance may have one Contact, which is the key on disk: then the other one stays there.
    fn contact_left(&mut self, aor: String, contact: String) {
        let other = self.bindings(&aor).find(|other| other.contact == contact).cloned();
        self.changes.push_back(match other {
            Some(other) => Change::Changed(other),
            None => Change::Removed { aor, contact },
        });
    }

    fn ping_ended(&mut self, aor: &str, contact: &str, answered: bool, now: Instant, pause: Duration) {
        let is_same = |id: &BindingId| self.table.get(*id).is_some_and(|binding| binding.contact == contact);
        if let Some(id) = self.table.ids(aor).iter().copied().find(is_same) {
            if self.table.set_reachable(id, answered) {
                let (aor, contact) = (aor.to_owned(), contact.to_owned());
                self.changes.push_back(Change::Reachable { aor, contact, reachable: answered });
            }
            if !pause.is_zero() {
                self.table.ping_at(id, now + pause);
            }
        }
    }

    /// Between half an interval and one and a half, by the contact: all telephones start together after a power cut,
    /// and shall not be asked together.
    fn first_ping(&self, binding: &Binding, now: Instant) -> Option<Instant> {
        let every = self.settings.ping_every;
        (!every.is_zero()).then(|| now + every / 2 + every.mul_f64(binding.spread()))
    }
}
