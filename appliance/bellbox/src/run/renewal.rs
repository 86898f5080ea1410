//! Keeps the certificate right while the program runs: addresses come and go, and years pass.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::certificate::{self, Certificates, Names};

/// How soon a new address gets its certificate.
const EVERY: Duration = Duration::from_secs(60);

/// Looks again and again, for ever, and at once when the clock was set. The fingerprint of each new certificate is told.
pub(super) async fn keep_current(
    data: PathBuf,
    domains: Vec<String>,
    certificates: Arc<Certificates>,
    clock_was_set: Arc<Notify>,
    tell: impl Fn(&str),
) {
    let mut seen = Names::of_this_machine(&domains);
    let mut looked = Timestamp::now();
    loop {
        let waited = tokio::time::timeout(EVERY, clock_was_set.notified()).await;
        let (names, now) = (Names::of_this_machine(&domains), Timestamp::now());
        // Once a day even if nothing changed: for its end, and for a clock that was set.
        if names == seen && waited.is_err() && !is_another_day(looked, now) {
            continue;
        }
        (seen, looked) = (names.clone(), now);
        let (data, certificates) = (data.clone(), Arc::clone(&certificates));
        let renewed = tokio::task::spawn_blocking(move || renew(&data, &names, now, &certificates)).await;
        match renewed {
            Ok(Ok(Some(fingerprint))) => tell(&fingerprint),
            Ok(Ok(None)) | Err(_) => {}
            Ok(Err(error)) => {
                tracing::warn!(error = format!("{error:#}"), "the certificate cannot be renewed");
            }
        }
    }
}

/// The fingerprint of the page's certificate, if it is another now.
fn renew(
    data: &Path,
    names: &Names,
    now: Timestamp,
    certificates: &Certificates,
) -> anyhow::Result<Option<String>> {
    let leaves = certificate::open(data, names, now)?;
    if !certificates.replace(&leaves)? {
        return Ok(None);
    }
    tracing::info!("page and telephones have a new certificate");
    Ok(Some(leaves.ecdsa.fingerprint()))
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
        let told = renew(data.path(), &names, now, &certificates).unwrap();
        let current = certificate::open(data.path(), &names, now).unwrap();
        assert_eq!(told, Some(current.ecdsa.fingerprint()));
        assert_eq!(renew(data.path(), &names, now, &certificates).unwrap(), None);
        assert!(!certificates.replace(&current).unwrap());
    }

    #[tokio::test]
    async fn a_clock_that_was_set_brings_a_certificate_at_once_and_its_fingerprint_is_told() {
        let data = tempfile::tempdir().unwrap();
        let long_ago: Timestamp = "1971-01-01T00:00:00Z".parse().unwrap();
        let leaves = certificate::open(data.path(), &Names::of_this_machine(&[]), long_ago).unwrap();
        let certificates = Certificates::new(&leaves).unwrap();
        let clock_was_set = Arc::new(Notify::new());
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        let renewing = keep_current(
            data.path().to_owned(),
            Vec::new(),
            certificates,
            Arc::clone(&clock_was_set),
            move |fingerprint: &str| {
                let _ = tell.send(fingerprint.to_owned());
            },
        );
        clock_was_set.notify_one();
        let fingerprint = tokio::select! {
            () = renewing => unreachable!("it goes on for ever"),
            fingerprint = told.recv() => fingerprint.unwrap(),
        };
        let current = certificate::open(data.path(), &Names::of_this_machine(&[]), Timestamp::now()).unwrap();
        assert_eq!(fingerprint, current.ecdsa.fingerprint());
        assert_ne!(fingerprint, leaves.ecdsa.fingerprint());
    }
}
