//! What sub-commands ask and what they are answered: one JSON object on a line each way.

use jiff::civil::Date;
use model::Permission;
use serde::{Deserialize, Serialize};
use webui::Status;

/// An office file of more is not sent: 8 MiB are some 50,000 persons.
pub(crate) const MAX_OFFICE_FILE: usize = store::OfficeFile::BYTES_MAX;
/// A request's line: an office file in which every second character had to be escaped. More is refused unread.
pub(crate) const MAX_REQUEST: usize = 2 * MAX_OFFICE_FILE + 64 * 1024;
/// An answer's line, that of a dump included.
pub(crate) const MAX_ANSWER: usize = 64 * 1024 * 1024;

/// What a sub-command asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Request {
    /// Look for faults in the database.
    Check,
    /// The office as a file.
    Dump {
        /// With the secrets.
        secrets: bool,
    },
    /// Read an office file.
    Load {
        /// The file's text.
        text: String,
        /// Its name, for messages.
        file: String,
        /// Change the office; otherwise only tell what would change.
        apply: bool,
    },
    /// What runs.
    Status,
    /// Make a token.
    TokenCreate {
        /// What it is for.
        name: String,
        /// What it may do; none: to read the status.
        #[serde(default)]
        permissions: Vec<Permission>,
        /// The last day on which it works, in the office's zone; none: for ever.
        #[serde(default)]
        expires: Option<Date>,
    },
    /// Make a login to the portal with a generated password.
    UserAdd {
        /// By which somebody signs in.
        login: String,
        /// Its role; none: owner, while there is none.
        #[serde(default)]
        role: Option<String>,
    },
    /// The logins to the portal.
    UserList,
    /// Give a login another generated password.
    UserPassword {
        /// Which.
        login: String,
        /// Forget its authenticator app too.
        #[serde(default)]
        reset_second_factor: bool,
    },
}

/// What the program answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Answer {
    /// It did not work; in words.
    Failed(String),
    /// Lines for people: findings, what was done.
    Lines(Vec<String>),
    /// What a load would change, for people.
    Preview {
        /// Whether it would change anything.
        changes: bool,
        /// A line a change.
        text: String,
    },
    /// What runs.
    Status(Box<Status>),
    /// A text as it is: a dump, a token.
    Text(String),
}

impl Answer {
    /// A failure as an error.
    pub(crate) fn or_failure(self) -> anyhow::Result<Self> {
        match self {
            Self::Failed(words) => Err(anyhow::anyhow!(words)),
            answer => Ok(answer),
        }
    }
}
