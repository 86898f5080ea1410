//! What the program tells about itself: joins store, switch and process into a status.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use calls::{Order, Reply, Snapshot};
use jiff::Timestamp;
use model::Permission;
use store::{Health, Store};
use webui::{Bound, Call, Disk, Office, Status, Unhealthy};

use crate::certificate::Names;
use crate::listening::Listening;
use crate::process;

/// The running parts, to be asked.
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) switch: switch::Handle,
    pub(crate) started: Instant,
    pub(crate) listening: Vec<Listening>,
    /// Names that the installer gave the box.
    pub(crate) given_names: Vec<String>,
    pub(crate) data: PathBuf,
}

impl House {
    /// What is bound, with the addresses that the machine has now.
    pub(crate) fn addresses(&self) -> Vec<Bound> {
        let names = Names::of_this_machine(&self.given_names);
        self.listening.iter().map(|listening| listening.told(&names)).collect()
    }

    fn snapshot(&self) -> Option<Snapshot> {
        match self.switch.order(Order::Snapshot) {
            Ok(Reply::Snapshot(snapshot)) => Some(snapshot),
            Ok(Reply::Done | Reply::NotFound) | Err(_) => None,
        }
    }
}

impl Office for House {
    fn status(&self) -> Status {
        let snapshot = self.snapshot();
        let directory = self.store.directory();
        let health = self.store.health();
        let switch_answers = snapshot.is_some();
        let snapshot = snapshot.unwrap_or_default();
        let named = |list: Vec<(&str, u64)>| list.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
        let counters = named(snapshot.counters);
        Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            office: directory.office.name.clone(),
            timezone: directory.office.timezone.clone(),
            at: Timestamp::now(),
            uptime_s: self.started.elapsed().as_secs(),
            data: self.data.display().to_string(),
            addresses: self.addresses(),
            switch_answers,
            accounts: directory.accounts().count(),
            registered: snapshot.registered,
            bindings: snapshot.bindings,
            calls: snapshot.calls.into_iter().map(call).collect(),
            disk: Disk {
                writable: health.writable,
                error: health.last_error.clone(),
                records_waiting: health.records_waiting,
                records_dropped: health.records_dropped,
                bindings_waiting: health.bindings_waiting,
                bindings_dropped: health.bindings_dropped,
            },
            process: process::read(),
            bounds_reached: bounds_reached(&counters, &health),
            counters,
            gauges: named(snapshot.gauges),
        }
    }

    fn health(&self) -> Result<(), Unhealthy> {
        if self.snapshot().is_none() {
            return Err(Unhealthy::Switch);
        }
        if self.store.health().writable { Ok(()) } else { Err(Unhealthy::Disk) }
    }

    fn knows_token(&self, token: &str) -> bool {
        webui::token_may(&self.store, token, Permission::StatusRead, Timestamp::now())
    }
}

fn call(live: calls::LiveCall) -> Call {
    Call {
        id: live.id.to_string(),
        from: live.from,
        to: live.to,
        stage: live.stage.to_owned(),
        since: live.since,
    }
}

/// Whatever had to be turned away or thrown away is counted under a name that says so.
fn bounds_reached(counters: &BTreeMap<String, u64>, health: &Health) -> BTreeMap<String, u64> {
    let reached = counters.iter().filter_map(|(name, times)| {
        let name = name.strip_suffix("_total")?;
        let turned_away = name.ends_with("_refused") || name.ends_with("_dropped");
        (turned_away && *times > 0).then(|| (name.to_owned(), *times))
    });
    let of_store =
        [("records_dropped", health.records_dropped), ("bindings_dropped", health.bindings_dropped)];
    let of_store = of_store.into_iter().filter(|(_, times)| *times > 0);
    reached.chain(of_store.map(|(name, times)| (name.to_owned(), times))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_turned_away_is_a_bound_reached() {
        let counters = [
            ("calls_refused_total", 2),
            ("calls_total", 9),
            ("rtp_orders_dropped_total", 0),
            ("sip_flood_dropped_total", 5),
        ]
        .map(|(name, times)| (name.to_owned(), times))
        .into();
        let health = Health { records_dropped: 1, ..Health::default() };
        let reached = bounds_reached(&counters, &health);
        let names: Vec<(&str, u64)> = reached.iter().map(|(name, times)| (name.as_str(), *times)).collect();
        assert_eq!(names, [("calls_refused", 2), ("records_dropped", 1), ("sip_flood_dropped", 5)]);
    }
}
