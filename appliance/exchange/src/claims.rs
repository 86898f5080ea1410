//! What a request says of its sender: an account that has proved who it is is itself and nobody else
//! (RFC 3261 §26.1.1, RFC 3325 §6).

use model::Account;
use sip::{Contacts, HeaderName, Message, NameAddr, Uri};

use crate::Exchange;

/// Headers that name the sender, beside From and Contact. Whether they come from a telephone or not, none of them
/// crosses: the exchange presents the account's own name and number.
const NAMING: [HeaderName; 3] =
    [HeaderName::PAssertedIdentity, HeaderName::PPreferredIdentity, HeaderName::RemotePartyId];

impl Exchange {
    /// Whether From, the asserted identities and Contact of a request are those of this account. From may also withhold
    /// who calls (RFC 3323 §4.1.1.3).
    pub(crate) fn claims_are_own(&self, account: &Account, message: &Message) -> bool {
        let from = message.from().uri;
        (is_own(account, from) || is_anonymous(from))
            && NAMING
                .into_iter()
                .flat_map(|name| message.values(name))
                .all(|value| NameAddr::parse(value).is_some_and(|named| is_own(account, named.uri)))
            && self.contacts_are_own(account, message)
    }

    /// A telephone chooses what stands before the @ of its Contact, but not the name of somebody else here.
    fn contacts_are_own(&self, account: &Account, message: &Message) -> bool {
        match message.contacts() {
            Ok(Contacts::List(contacts)) => contacts.iter().all(|contact| {
                is_own(account, contact.uri)
                    || Uri::parse(contact.uri)
                        .is_ok_and(|uri| self.directory.resolve(&uri.user_text()).is_none())
            }),
            // Who says it in another way is told so where it matters.
            Ok(Contacts::Star) | Err(_) => true,
        }
    }
}

/// Whether a caller wants its name and number withheld from whom it calls (RFC 3323 §4).
pub(crate) fn is_withheld(request: &Message) -> bool {
    let asks = request.all(HeaderName::Privacy).any(|value| {
        value.split(|byte| matches!(byte, b';' | b',')).any(|word| {
            ["header", "user", "id"]
                .iter()
                .any(|name| word.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
        })
    });
    asks || is_anonymous(request.from().uri)
}

/// Whether a From withholds who it is.
fn is_anonymous(uri: &str) -> bool {
    Uri::parse(uri)
        .is_ok_and(|uri| uri.user_text() == "anonymous" && uri.host.eq_ignore_ascii_case("anonymous.invalid"))
}

/// Whether a URI names the account or the number of its line. A `tel` URI names a number (RFC 3966).
fn is_own(account: &Account, uri: &str) -> bool {
    if let Some(number) = uri.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("tel:")).and(uri.get(4..))
    {
        let number = number.split(';').next().unwrap_or_default();
        return number == account.number.as_str();
    }
    Uri::parse(uri).is_ok_and(|uri| {
        let user = uri.user_text();
        uri.is_sip() && (user == account.username.as_str() || user == account.number.as_str())
    })
}
