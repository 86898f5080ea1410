//! The page to try the interface with: a document, a style sheet and scripts, all from the box itself.

use axum::http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::refusal::Fact;
use super::super::route::{Access, Gives, Outcome, Route};
use super::tag;

/// The document; `{language}` is where its language goes.
const PAGE: &str = include_str!("try.html");
/// What it loads, by name: media type and text.
const FILES: [(&str, &str, &str); 4] = [
    ("example.js", "text/javascript; charset=utf-8", include_str!("example.js")),
    ("try.css", "text/css; charset=utf-8", include_str!("try.css")),
    ("try.js", "text/javascript; charset=utf-8", include_str!("try.js")),
    ("words.js", "text/javascript; charset=utf-8", include_str!("words.js")),
];
/// Scripts, styles and requests of the box itself and of nobody else, and none that stand in the document.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/", "try", Access::Everybody, Gives::File("text/html"), page)
            .about("Shows a page to try all this with."),
        Route::get("/try/{file}", "try_file", Access::Everybody, Gives::File("text/*"), file)
            .about("Gives what that page is made of."),
    ]
}

fn page(ask: &Ask<'_>) -> Outcome {
    let text = PAGE.replace("{language}", ask.language.tag());
    Ok(Answer::bytes("text/html; charset=utf-8", text.into_bytes())
        .header(CONTENT_SECURITY_POLICY, POLICY.to_owned())
        .header(CONTENT_LANGUAGE, ask.language.tag().to_owned()))
}

fn file(ask: &Ask<'_>) -> Outcome {
    let wanted: String = ask.named("file")?;
    let (_, media_type, text) = FILES.iter().find(|(name, ..)| *name == wanted).ok_or(Fact::NotFound)?;
    let tag = tag(text.as_bytes());
    if ask.has_already(&tag) {
        return Ok(Answer::not_modified(tag));
    }
    Ok(Answer::bytes(media_type, text.as_bytes().to_vec()).etag(tag))
}
