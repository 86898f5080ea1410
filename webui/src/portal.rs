//! The portal's files, as `webui/build` has made them and the program carries them: with which headers each is served.

use std::borrow::Cow;
use std::io::Read;

use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

/// A file of the portal.
struct Asset {
    /// Where it is served: "/assets/index-a1b2c3.js".
    path: &'static str,
    content: Content,
}

/// What is in a file, in the forms in which the program carries it.
#[allow(dead_code, reason = "a program that was built without the portal has no files")]
enum Content {
    /// Compressed; the plain form is made of it for the few who take nothing else.
    Packed { gzip: &'static [u8], brotli: &'static [u8] },
    /// As it is: too small to be compressed.
    Plain(&'static [u8]),
}

const ASSETS: &[Asset] = &include!(concat!(env!("OUT_DIR"), "/portal.rs"));
/// The document that every page of the portal begins with.
const DOCUMENT: &str = "/index.html";
/// What a page of the portal may do: load what the box itself has, and nothing that stands in the document. Pictures may
/// be made in the page: QR codes, a cut photograph. Text becomes elements in Svelte's templates only.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                      connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

/// Whether the portal was there when the program was built.
pub(crate) fn is_built() -> bool {
    find(DOCUMENT).is_some()
}

/// Answers with the portal's document: every path that is no file of it is a page's address, which the browser reads.
pub(crate) fn document(headers: &HeaderMap) -> Option<Response> {
    let asset = find(DOCUMENT)?;
    let mut response = serve(asset, headers);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Some(response)
}

/// Answers with a file of the portal, if it has one there.
pub(crate) fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    // The document has its own door, and its own policy.
    (path != DOCUMENT).then(|| find(path)).flatten().map(|asset| serve(asset, headers))
}

/// Whether somebody wants to read a page, not a program a file.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    text(headers, &ACCEPT).contains("text/html")
}

fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

fn serve(asset: &Asset, headers: &HeaderMap) -> Response {
    let encoding = encoding(asset, text(headers, &ACCEPT_ENCODING));
    let tag = tag(asset, encoding);
    // A name with a hash in it never means anything else; the document must be asked for each time.
    let keep =
        if asset.path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = if text(headers, &IF_NONE_MATCH).split(',').any(|known| known.trim() == tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, media_type(asset.path))], bytes(asset, encoding)).into_response()
    };
    let about = response.headers_mut();
    about.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    about.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        about.insert(ETAG, tag);
    }
    if let Some(encoding) = encoding {
        about.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The encoding of the smallest form that the reader takes; none where it is the plain one.
fn encoding(asset: &Asset, accepted: &str) -> Option<&'static str> {
    let takes = |encoding: &&str| {
        accepted.split(',').any(|one| {
            let (name, weight) = one.split_once(';').unwrap_or((one, ""));
            name.trim().eq_ignore_ascii_case(encoding)
                && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        })
    };
    match asset.content {
        Content::Packed { .. } => ["br", "gzip"].into_iter().find(takes),
        Content::Plain(_) => None,
    }
}

/// A file in that form.
fn bytes(asset: &Asset, encoding: Option<&str>) -> Cow<'static, [u8]> {
    match (&asset.content, encoding) {
        (Content::Packed { brotli, .. }, Some("br")) => (*brotli).into(),
        (Content::Packed { gzip, .. }, Some(_)) => (*gzip).into(),
        (Content::Packed { gzip, .. }, None) => unpacked(gzip).into(),
        (Content::Plain(plain), _) => (*plain).into(),
    }
}

/// What `webui/build` has compressed.
fn unpacked(gzip: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    if let Err(error) = GzDecoder::new(gzip).read_to_end(&mut plain) {
        tracing::error!(%error, "a file of the portal does not unpack");
    }
    plain
}

fn tag(asset: &Asset, encoding: Option<&str>) -> String {
    let (Content::Packed { gzip: bytes, .. } | Content::Plain(bytes)) = asset.content;
    let digits: String = Sha256::digest(bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}-{}\"", encoding.unwrap_or("plain"))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &axum::http::HeaderName) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

#[cfg(test)]
mod tests;
