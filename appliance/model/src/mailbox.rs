//! Where callers leave messages.

use serde::{Deserialize, Serialize};

use crate::{LineId, MailboxId};

/// The mailbox of a line, which has at most one. The PIN that opens it from a telephone is sealed in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// Its key.
    pub id: MailboxId,
    /// The line whose callers leave messages in it.
    pub line: LineId,
    /// Where messages are sent; empty when nowhere.
    #[serde(default)]
    pub email: String,
}
