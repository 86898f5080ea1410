//! Requests that another site makes a browser send are refused, whatever cookie they carry (Fetch Metadata, RFC 6454).

use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method, Uri};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Why a request may not change anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossSite {
    /// The browser says that another site sends it.
    FetchSite,
    /// It comes from a page of another origin.
    Origin,
    /// It carries a cookie but does not say where it comes from, as every browser does.
    Untold,
}

/// Says whether a request may change something. GET and HEAD change nothing, so that they may come from anywhere; a
/// request without a cookie that tells nothing comes from a program and has nothing that another could misuse.
pub fn check(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), CrossSite> {
    if method == Method::GET || method == Method::HEAD {
        return Ok(());
    }
    let site = one(headers, &SEC_FETCH_SITE);
    let origin = one(headers, &ORIGIN);
    if !matches!(site, Header::Missing | Header::Is("same-origin" | "none")) {
        return Err(CrossSite::FetchSite);
    }
    match origin {
        Header::Is(origin) if is_own(origin, uri, headers) => Ok(()),
        Header::Is(_) | Header::Unreadable => Err(CrossSite::Origin),
        Header::Missing if site == Header::Missing && headers.contains_key(COOKIE) => Err(CrossSite::Untold),
        Header::Missing => Ok(()),
    }
}

/// A header that may be there once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Header<'a> {
    Is(&'a str),
    Missing,
    /// It is there twice, or is no text.
    Unreadable,
}

fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Header<'a> {
    let mut values = headers.get_all(name).into_iter();
    match (values.next(), values.next()) {
        (None, _) => Header::Missing,
        (Some(value), None) => value.to_str().map_or(Header::Unreadable, Header::Is),
        (Some(_), Some(_)) => Header::Unreadable,
    }
}

/// Whether an origin is the host that the request is for. Nothing is served without TLS, so another scheme is
/// another site.
fn is_own(origin: &str, uri: &Uri, headers: &HeaderMap) -> bool {
    // HTTP/2 names the host in the URI (`:authority`), HTTP/1.1 in `Host`.
    let host = match (uri.authority(), one(headers, &HOST)) {
        (Some(authority), _) => authority.as_str(),
        (None, Header::Is(host)) => host,
        (None, Header::Missing | Header::Unreadable) => return false,
    };
    let Some(from) = origin.strip_prefix("https://").map(without_port) else { return false };
    let is_host = !from.is_empty() && !from.contains(['@', '/', '?', '#']);
    is_host && from.eq_ignore_ascii_case(without_port(host))
}

/// Leaves the port of https out.
fn without_port(host: &str) -> &str {
    host.strip_suffix(":443").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_its_own_pages_change_anything() {
        const OTHER: Result<(), CrossSite> = Err(CrossSite::Origin);
        const FETCH: Result<(), CrossSite> = Err(CrossSite::FetchSite);
        for (lines, expected) in [
            ("host: box.example|origin: https://box.example|sec-fetch-site: same-origin", Ok(())),
            ("host: box.example|origin: https://box.example", Ok(())),
            ("host: BOX.example:443|origin: https://box.example", Ok(())),
            ("host: box.example|origin: https://box.example:443", Ok(())),
            ("host: 192.0.2.1:8443|origin: https://192.0.2.1:8443", Ok(())),
            ("host: [2001:db8::1]:8443|origin: https://[2001:db8::1]:8443", Ok(())),
            ("host: box.example|sec-fetch-site: same-origin|cookie: a=b", Ok(())),
            ("host: box.example|sec-fetch-site: none", Ok(())),
            ("host: box.example", Ok(())),
            ("host: box.example|cookie: a=b", Err(CrossSite::Untold)),
            ("host: box.example|sec-fetch-site: cross-site", FETCH),
            ("host: box.example|sec-fetch-site: same-site|origin: https://box.example", FETCH),
            ("host: box.example|sec-fetch-site: same-origin|sec-fetch-site: cross-site", FETCH),
            ("host: box.example|sec-fetch-site: Same-Origin", FETCH),
            ("host: box.example|sec-fetch-site: ", FETCH),
            ("host: box.example|origin: https://evil.example", OTHER),
            ("host: box.example|origin: https://evil.example|sec-fetch-site: same-origin", OTHER),
            ("host: box.example|origin: https://sub.box.example", OTHER),
            ("host: box.example|origin: https://box.example.evil", OTHER),
            ("host: box.example|origin: https://box.example:8443", OTHER),
            ("host: box.example:8443|origin: https://box.example", OTHER),
            ("host: box.example|origin: http://box.example", OTHER),
            ("host: box.example|origin: null", OTHER),
            ("host: box.example|origin: ", OTHER),
            ("host: |origin: https://", OTHER),
            ("host: |origin: https://:443", OTHER),
            ("host: box.example|origin: box.example", OTHER),
            ("host: box.example|origin: https://evil@box.example", OTHER),
            ("host: box.example|origin: https://box.example|origin: https://evil.example", OTHER),
            ("host: evil.example|host: box.example|origin: https://box.example", OTHER),
            ("origin: https://box.example", OTHER),
        ] {
            assert_eq!(judged(&Method::POST, "/", lines), expected, "{lines}");
        }
    }

    #[test]
    fn only_what_reads_may_come_from_anywhere() {
        let lines = "host: box.example|origin: https://evil.example|sec-fetch-site: cross-site|cookie: a=b";
        for (method, is_let_in) in [
            (Method::GET, true),
            (Method::HEAD, true),
            (Method::OPTIONS, false),
            (Method::POST, false),
            (Method::PUT, false),
            (Method::PATCH, false),
            (Method::DELETE, false),
            (Method::from_bytes(b"get").unwrap(), false),
        ] {
            assert_eq!(judged(&method, "/", lines).is_ok(), is_let_in, "{method}");
        }
    }

    #[test]
    fn http_2_names_the_host_in_the_uri() {
        for (uri, lines, expected) in [
            ("https://box.example/api", "origin: https://box.example", Ok(())),
            ("https://box.example:8443/", "origin: https://box.example:8443", Ok(())),
            (
                "https://box.example/",
                "host: evil.example|origin: https://evil.example",
                Err(CrossSite::Origin),
            ),
        ] {
            assert_eq!(judged(&Method::POST, uri, lines), expected, "{uri} {lines}");
        }
    }

    fn judged(method: &Method, uri: &str, lines: &str) -> Result<(), CrossSite> {
        let mut headers = HeaderMap::new();
        for line in lines.split('|') {
            let (name, value) = line.split_once(": ").unwrap();
            headers.append(HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        check(method, &uri.parse().unwrap(), &headers)
    }
}
