//! The session's cookie (RFC 6265): written so that no script, no other site and no other host gets or sets it.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use super::token::Token;

/// The cookie's name. Browsers take a cookie whose name begins so only from this very host, over TLS, for all paths.
pub const NAME: &str = "__Host-bellbox";

/// Cookies of a request that are looked at; what comes after them is not.
const COOKIES_MAX: usize = 128;

const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Strict";

/// Writes the value of `Set-Cookie` that hands out a session; the browser drops it after `max_age_s` seconds.
pub fn set(token: &Token, max_age_s: u32) -> String {
    format!("{NAME}={}; Max-Age={max_age_s}; {ATTRIBUTES}", token.text())
}

/// Writes the value of `Set-Cookie` that makes the browser forget the session.
pub fn clear() -> String {
    format!("{NAME}=; Max-Age=0; {ATTRIBUTES}")
}

/// Reads the session's token from a request. Two different ones are none: nobody can tell which of them is meant.
pub fn read(headers: &HeaderMap) -> Option<Token> {
    // HTTP/2 may send each cookie in a header of its own (RFC 9113 §8.2.3).
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).take(COOKIES_MAX);
    let mut found: Option<&str> = None;
    for pair in pairs {
        let Some((name, value)) = pair.trim_matches([' ', '\t']).split_once('=') else { continue };
        if name == NAME && found.replace(value).is_some_and(|before| before != value) {
            return None;
        }
    }
    found?.parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cookie_is_for_this_host_alone() {
        let set = set(&token(1), 3600);
        let text = token(1).text();
        assert_eq!(
            set,
            format!("__Host-bellbox={text}; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=Strict")
        );
        assert_eq!(clear(), "__Host-bellbox=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict");
        assert!(!set.contains("Domain"));
    }

    #[test]
    fn finds_its_own_cookie_among_others() {
        let (one, two) = (token(1).text(), token(2).text());
        for (lines, expected) in [
            (vec![format!("{NAME}={one}")], Some(1)),
            (vec![format!("a=b; {NAME}={one}; c=d")], Some(1)),
            (vec![format!("a=b;{NAME}={one};c")], Some(1)),
            (vec!["a=b".into(), format!("{NAME}={one}")], Some(1)),
            (vec![format!("{NAME}={one}; {NAME}={one}")], Some(1)),
            (vec![format!("{NAME}={one}; {NAME}={two}")], None),
            (vec![format!("{NAME}={one}"), format!("{NAME}={two}")], None),
            (vec![format!("{NAME}={one}; {NAME}=")], None),
            (vec![format!("{NAME}=\"{one}\"")], None),
            (vec![format!("{NAME}={one}x")], None),
            (vec![format!("{NAME} = {one}")], None),
            (vec![format!("__host-bellbox={one}")], None),
            (vec![format!("x{NAME}={one}")], None),
            (vec![format!("bellbox={one}")], None),
            (vec![format!("{NAME}=")], None),
            (vec![NAME.into()], None),
            (vec![format!("a={NAME}={one}")], None),
            (vec![format!("{}{NAME}={one}", "a=b; ".repeat(COOKIES_MAX))], None),
            (vec![String::new(), ";;;===".into()], None),
            (vec![], None),
        ] {
            let lines: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
            assert_eq!(read(&headers(&lines)), expected.map(token), "{lines:?}");
        }
    }

    #[test]
    fn a_line_that_is_no_text_is_passed_over() {
        let good = format!("{NAME}={}", token(1).text());
        assert_eq!(read(&headers(&[b"a=\xff; b=\x80", good.as_bytes()])), Some(token(1)));
    }

    proptest! {
        #[test]
        fn any_line_is_read_without_harm(line in "[ -~]{0,200}") {
            prop_assert_eq!(read(&headers(&[line.as_bytes()])), None);
        }

        #[test]
        fn reads_back_what_it_set(random: [u8; 32], before in "[a-z]{1,8}=[a-z0-9]{0,8}") {
            let token = Token::new(random);
            let set = set(&token, 60);
            let line = format!("{before}; {}", set.split(';').next().unwrap());
            prop_assert_eq!(read(&headers(&[line.as_bytes()])), Some(token));
        }
    }

    fn headers(lines: &[&[u8]]) -> HeaderMap {
        lines.iter().map(|line| (COOKIE, HeaderValue::from_bytes(line).unwrap())).collect()
    }

    fn token(byte: u8) -> Token {
        Token::new([byte; 32])
    }
}
