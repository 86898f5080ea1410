//! Performs a request on the database, for the running program and for a sub-command alike.

use anyhow::bail;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::Permission;
use store::{NewToken, Store, Who};

use super::user;
use crate::control::protocol::{Answer, Request};
use crate::status::count;

/// Performs a request in the name of somebody.
pub(crate) fn perform(store: &Store, request: Request, who: &Who) -> anyhow::Result<Answer> {
    match request {
        Request::Check => {
            let findings = store.check()?;
            Ok(Answer::Lines(findings.iter().map(ToString::to_string).collect()))
        }
        Request::Dump { secrets } => Ok(Answer::Text(store.dump_for(who, secrets)?)),
        Request::Load { text, file, apply } => {
            let office = store::OfficeFile::parse(file, &text)?;
            if !apply {
                let preview = store.preview(&office)?;
                let changes = preview.added > 0 || preview.changed > 0;
                return Ok(Answer::Preview { changes, text: preview.to_string() });
            }
            let written = store.load(who, &office)?;
            let mut lines = vec![format!(
                "{} changed in {}.",
                count(written.cells, "value", "values"),
                count(written.rows, "row", "rows")
            )];
            if !written.generated.is_empty() {
                let accounts = count(written.generated.len(), "new account", "new accounts");
                // Without the program's name: the running one may have been called by another than the asking one.
                lines.push(format!("Secrets were made for {accounts}; `dump --secrets` shows them."));
            }
            Ok(Answer::Lines(lines))
        }
        Request::Status => bail!("only the running program has a status"),
        Request::TokenCreate { name, mut permissions, expires } => {
            if permissions.is_empty() {
                permissions.push(Permission::StatusRead);
            }
            let zone = &store.directory().office.timezone;
            let expires = expires.map(|day| end_of(day, zone)).transpose()?;
            let (_, token) =
                store.create_token(who, NewToken { name, permissions, expires, made_by: None })?;
            Ok(Answer::Text(token))
        }
        Request::UserAdd { login, role } => user::add(store, who, &login, role.as_deref()),
        Request::UserList => user::list(store, Timestamp::now()),
        Request::UserPassword { login, reset_second_factor } => {
            user::password(store, who, &login, reset_second_factor)
        }
    }
}

/// When a day is over in a zone.
fn end_of(day: Date, zone: &str) -> anyhow::Result<Timestamp> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Ok(day.tomorrow()?.to_zoned(zone)?.timestamp())
}

#[cfg(test)]
mod tests {
    use store::Options;
    use tempfile::TempDir;

    use super::*;
    use crate::command::EXAMPLE;

    #[test]
    fn the_example_is_previewed_loaded_and_dumped() {
        let (store, _directory) = office();
        assert!(matches!(ask(&store, load(EXAMPLE, false)), Ok(Answer::Preview { changes: true, .. })));
        assert_eq!(store.directory().accounts().count(), 0);
        let Ok(Answer::Lines(lines)) = ask(&store, load(EXAMPLE, true)) else { panic!("not loaded") };
        assert!(lines[1].starts_with("Secrets were made for 6 new accounts;"), "{lines:?}");
        assert_eq!(store.directory().accounts().count(), 6);
        assert!(matches!(ask(&store, load(EXAMPLE, false)), Ok(Answer::Preview { changes: false, .. })));
        let Ok(Answer::Text(dumped)) = ask(&store, Request::Dump { secrets: false }) else {
            panic!("no dump")
        };
        assert!(!dumped.contains("secret ="), "{dumped}");
        assert!(matches!(ask(&store, load(&dumped, false)), Ok(Answer::Preview { changes: false, .. })));
        assert_eq!(ask(&store, Request::Check).unwrap(), Answer::Lines(Vec::new()));
    }

    #[test]
    fn a_wrong_file_is_told_with_its_name_and_line() {
        let (store, _directory) = office();
        let error = ask(&store, load("[office]\nnam = \"x\"\n", true)).unwrap_err().to_string();
        assert!(error.starts_with("office.toml, line 2"), "{error}");
    }

    #[test]
    fn a_token_is_known_from_then_on_and_may_read_the_status() {
        let (store, _directory) = office();
        let token = created(&store, &[], None);
        let info = store.token(&token, Timestamp::now()).unwrap();
        assert_eq!((info.permissions.as_slice(), info.expires), (&[Permission::StatusRead][..], None));
    }

    #[test]
    fn a_token_may_do_what_is_said_until_the_day_is_over_in_the_office() {
        let (store, _directory) = office();
        ask(&store, load("[office]\ntimezone = \"America/New_York\"\n", true)).unwrap();
        let token = created(&store, &[Permission::PeopleRead], Some("2099-12-31"));
        let over = "2100-01-01T00:00:00-05:00".parse().unwrap();
        let info = store.token(&token, Timestamp::now()).unwrap();
        assert_eq!((info.permissions.as_slice(), info.expires), (&[Permission::PeopleRead][..], Some(over)));
        assert_eq!(store.token(&token, over), None);
    }

    fn created(store: &Store, permissions: &[Permission], expires: Option<&str>) -> String {
        let expires = expires.map(|day| day.parse().unwrap());
        let name = "prometheus".to_owned();
        let request = Request::TokenCreate { name, permissions: permissions.to_vec(), expires };
        let Ok(Answer::Text(token)) = ask(store, request) else { panic!("no token") };
        token
    }

    fn office() -> (Store, TempDir) {
        let directory = tempfile::tempdir().unwrap();
        let options = Options { durable: false, ..Options::default() };
        (store::open(directory.path(), options).unwrap(), directory)
    }

    fn ask(store: &Store, request: Request) -> anyhow::Result<Answer> {
        perform(store, request, &Who::cli("tests"))
    }

    fn load(text: &str, apply: bool) -> Request {
        Request::Load { text: text.to_owned(), file: "office.toml".to_owned(), apply }
    }
}
