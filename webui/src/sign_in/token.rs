//! Secrets that a browser or a mail carries: 256 random bits, of which the box keeps only the SHA-256.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Characters of a token's text: 256 bits at six a character.
const TEXT_CHARS: usize = 43;

/// A secret of 256 bits, as it is handed out once.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// What the box keeps of a [`Token`]: its SHA-256. With 256 random bits behind it no slower hash is needed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenHash([u8; 32]);

/// A text that no [`Token`] is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAToken;

impl Token {
    /// Makes a token of random bytes.
    pub fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The text that is handed out: 43 characters of base64url (RFC 4648 §5), safe in cookies, links and headers.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is kept of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }
}

impl FromStr for Token {
    type Err = NotAToken;

    /// Reads exactly what [`Token::text`] writes: one text a token.
    fn from_str(text: &str) -> Result<Self, NotAToken> {
        if text.len() != TEXT_CHARS {
            return Err(NotAToken);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAToken)?;
        bytes.try_into().map(Self).map_err(|_| NotAToken)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

impl TokenHash {
    /// Wraps the 32 bytes as they stand in the database.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes as they stand in the database.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

impl fmt::Display for NotAToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a token")
    }
}

impl std::error::Error for NotAToken {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_token_does_not_show_itself() {
        let token = Token::new([7; 32]);
        assert_eq!(format!("{token:?} {:?}", token.hash()), "Token(..) TokenHash(..)");
        assert_ne!(token.hash().as_bytes(), &[7; 32]);
        assert_eq!(TokenHash::from_bytes(*token.hash().as_bytes()), token.hash());
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let good = Token::new([0xa5; 32]).text();
        assert_eq!(good.len(), TEXT_CHARS);
        let long = format!("{good}=");
        // The last character holds four bits only; with the other two set it would be a second text of one token.
        let loose = format!("{}{}", &good[..42], "V");
        let plus = good.replacen(&good[..1], "+", 1);
        let (nul, blank) = ("\0".repeat(43), " ".repeat(43));
        for text in ["", "a", &good[1..], &long, &loose, &plus, "ééééééééééééééééééééé+", &nul, &blank]
        {
            assert_eq!(text.parse::<Token>(), Err(NotAToken), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(random: [u8; 32]) {
            let token = Token::new(random);
            prop_assert_eq!(token.text().parse::<Token>(), Ok(token));
        }

        #[test]
        fn any_text_is_a_token_or_none(text in "[A-Za-z0-9_-]{43}|.{0,60}") {
            if let Ok(token) = text.parse::<Token>() {
                prop_assert_eq!(token.text(), text);
            }
        }
    }
}
