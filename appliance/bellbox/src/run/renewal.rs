//! Keeps the certificate right while the program runs: addresses come and go, and years pass.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::certificate::{self, Certificates, Names};

/// How soon a new address gets its certificate.
const EVERY: Duration = Duration::from_secs(60);

/// Looks again and again, for ever.
pub(super) async fn keep_current(data: PathBuf, domains: Vec<String>, certificates: Arc<Certificates>) {
    let mut seen = Names::of_this_machine(&domains);
    let mut looked = Timestamp::now();
    loop {
        tokio::time::sleep(EVERY).await;
        let (names, now) = (Names::of_this_machine(&domains), Timestamp::now());
        // Once a day even if nothing changed: for its end, and for a clock that was set.
        if names == seen && !is_another_day(looked, now) {
            continue;
        }
        (seen, looked) = (names.clone(), now);
        let (data, certificates) = (data.clone(), Arc::clone(&certificates));
        let renewed = tokio::task::spawn_blocking(move || renew(&data, &names, now, &certificates)).await;
        if let Ok(Err(error)) = renewed {
            tracing::warn!(error = format!("{error:#}"), "the certificate cannot be renewed");
        }
    }
}

fn renew(data: &Path, names: &Names, now: Timestamp, certificates: &Certificates) -> anyhow::Result<()> {
    let leaves = certificate::open(data, names, now)?;
    if certificates.replace(&leaves)? {
        tracing::info!("page and telephones have a new certificate");
    }
    Ok(())
}

fn is_another_day(looked: Timestamp, now: Timestamp) -> bool {
    now.as_second().abs_diff(looked.as_second()) >= 86_400
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_once_a_day_and_when_the_clock_was_set_back() {
        let at = |seconds: i64| Timestamp::from_second(seconds).unwrap();
        assert!(!is_another_day(at(0), at(86_399)));
        assert!(is_another_day(at(0), at(86_400)));
        assert!(is_another_day(at(1_000_000), at(0)));
    }

    #[test]
    fn a_new_name_reaches_connections_made_from_then_on() {
        let data = tempfile::tempdir().unwrap();
        let mut names = Names::default();
        names.hosts.insert("box".to_owned());
        let now = Timestamp::now();
        let certificates = Certificates::new(&certificate::open(data.path(), &names, now).unwrap()).unwrap();
        names.hosts.insert("bell".to_owned());
        renew(data.path(), &names, now, &certificates).unwrap();
        let current = certificate::open(data.path(), &names, now).unwrap();
        assert!(!certificates.replace(&current).unwrap());
    }
}
