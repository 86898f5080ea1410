//! What the log tells of calls and registrations. Numbers, names and addresses of telephones stay at DEBUG.

use std::net::IpAddr;

use model::{BindingChange, CallRecord};

/// A call has begun, was answered or is over.
pub(crate) fn record(record: &CallRecord) {
    let CallRecord { id, talk_s, .. } = record;
    match (&record.disposition, record.ended) {
        (Some(disposition), Some(_)) => {
            let hung_up_by = record.hung_up_by.map(tracing::field::debug);
            tracing::info!(call = %id, %disposition, hung_up_by, talk_s, "call ended");
        }
        (None, None) if record.answered.is_some() => tracing::info!(call = %id, "call answered"),
        (None, None) => {
            tracing::info!(call = %id, "call begins");
            tracing::debug!(call = %id, from = record.caller.number, dialled = record.dialled, "call begins");
        }
        // Its figures are still being collected.
        (Some(_), None) | (None, Some(_)) => {}
    }
}

/// Somebody gave credentials that do not fit. The address is told at WARN all the same: without it nobody can find the
/// telephone with the wrong secret, or the stranger who guesses.
pub(crate) fn bad_credentials(source: IpAddr, username: &str) {
    tracing::warn!(%source, username, "wrong username or secret");
}

/// A telephone has registered, moved or gone; a mere refresh is not worth a line.
pub(crate) fn binding(change: &BindingChange) {
    match change {
        BindingChange::Changed(binding) => {
            tracing::info!(user_agent = binding.user_agent, "telephone registered");
            tracing::debug!(username = %binding.username, contact = binding.contact, remote = %binding.remote, "telephone registered");
        }
        BindingChange::Refreshed(_) => {}
        BindingChange::Removed { username, contact } => {
            tracing::info!("registration ended");
            tracing::debug!(%username, contact, "registration ended");
        }
    }
}

/// A stream has trouble, which is told once for each. Its port tells which call it was to who looks for it at DEBUG.
pub(crate) fn trouble(trouble: &media::Trouble) {
    tracing::warn!(port = trouble.local.port(), "sound: {}", trouble.what);
}
