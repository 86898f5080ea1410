//! Performs a request on the database, for the running program and for a sub-command alike.

use anyhow::bail;
use store::{Store, Who};

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
                lines.push(format!("Secrets were made for {accounts}; `bellbox dump --secrets` shows them."));
            }
            Ok(Answer::Lines(lines))
        }
        Request::Status => bail!("only the running program has a status"),
        Request::TokenCreate { name } => Ok(Answer::Text(store.create_token(who, &name)?)),
    }
}
