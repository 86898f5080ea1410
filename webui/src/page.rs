//! The page that says what runs: one document, no script, readable without its style sheet.
//!
//! Everybody in the office's network may open it, so it tells how many call but never who.

mod html;
pub(crate) mod invitation;
mod words;

use jiff::tz::TimeZone;

use crate::language::Language;
use crate::portal;
use crate::status::Status;
use html::Html;
pub(crate) use html::escape;
use words::Words;

/// The style sheet, served beside the page because the content security policy allows none inside it.
pub(crate) const STYLE: &str = include_str!("page/style.css");

/// Writes the page.
pub(crate) fn render(status: &Status, language: Language) -> String {
    let words = words::of(language);
    let name = if status.office.is_empty() { "Bellbox" } else { &status.office };
    let mut page = Html::begin(language.tag(), &format!("{name} · Bellbox"));
    begin_main(&mut page, name, words.subtitle);
    state(&mut page, status, words);
    figures(&mut page, status, words);
    if status.switch_answers && status.accounts == 0 {
        begin(&mut page, words);
    }
    if !portal::is_built() {
        no_portal(&mut page, words);
    }
    addresses(&mut page, status, words);
    page.raw("</main>\n<footer>\n");
    page.raw("<p>").text(words.as_of).raw(" ").raw(&moment(status)).raw(" · ");
    page.text(words.version).raw(" ").text(&status.version).raw("</p>\n");
    page.raw("</footer>\n");
    page.finish()
}

/// The head of the page that people see, and the begin of what they came for.
fn begin_main(page: &mut Html, title: &str, subtitle: &str) {
    page.raw("<header>\n").raw(MARK).element("h1", title).element("p", subtitle).raw("</header>\n<main>\n");
}

/// A bell, as a picture that says nothing to a screen reader.
const MARK: &str = "<svg aria-hidden=\"true\" viewBox=\"0 0 32 32\"><path d=\"M16 3a3 3 0 0 0-3 3v.6A9 9 0 0 0 7 15v6l-3 \
                    4v1h24v-1l-3-4v-6a9 9 0 0 0-6-8.4V6a3 3 0 0 0-3-3zm-3.5 25a3.6 3.6 0 0 0 7 0z\"/></svg>\n";

/// One sentence that says whether all is well, and what is not.
fn state(page: &mut Html, status: &Status, words: &Words) {
    let troubles: Vec<&str> = [
        (!status.switch_answers).then_some(words.switch_silent),
        (!status.disk.writable).then_some(words.disk_trouble),
        (!status.bounds_reached.is_empty()).then_some(words.bounds_reached),
    ]
    .into_iter()
    .flatten()
    .collect();
    if troubles.is_empty() {
        let (class, mark, sentence) = match (status.accounts, status.registered) {
            (0, _) => ("well", "✓", words.well),
            // Right after the first load, or every telephone has lost the exchange: not for us to say.
            (_, 0) => ("idle", "–", words.none_registered),
            _ => ("well", "✓", words.well_registered),
        };
        let sentence = sentence
            .replace("{registered}", &status.registered.to_string())
            .replace("{accounts}", &status.accounts.to_string());
        page.raw("<p class=\"state ").raw(class).raw("\" role=\"status\"><b aria-hidden=\"true\">").raw(mark);
        page.raw("</b> ").text(&sentence).raw("</p>\n");
    }
    for trouble in troubles {
        page.raw("<p class=\"state trouble\" role=\"status\"><b aria-hidden=\"true\">!</b> ")
            .text(trouble)
            .raw("</p>\n");
    }
}

fn figures(page: &mut Html, status: &Status, words: &Words) {
    page.raw("<dl>\n");
    if status.switch_answers {
        figure(page, words.calls, &status.calls.len().to_string(), "");
        let of = format!("{} {}", words.of, status.accounts);
        figure(page, words.registered, &status.registered.to_string(), &of);
    }
    let (number, unit) = uptime(status.uptime_s, words);
    figure(page, words.running_for, &number, unit);
    if status.disk.records_waiting > 0 {
        figure(page, words.records_waiting, &status.disk.records_waiting.to_string(), "");
    }
    page.raw("</dl>\n");
}

fn figure(page: &mut Html, what: &str, number: &str, after: &str) {
    page.raw("<div><dt>").text(what).raw("</dt><dd>").text(number);
    if !after.is_empty() {
        page.raw(" <small>").text(after).raw("</small>");
    }
    page.raw("</dd></div>\n");
}

fn begin(page: &mut Html, words: &Words) {
    page.raw("<section>\n").element("h2", words.begin_title).element("p", words.begin_text);
    page.raw("<pre><code>bellbox load office.toml</code></pre>\n</section>\n");
}

/// How the portal gets into the program that serves this.
fn no_portal(page: &mut Html, words: &Words) {
    page.raw("<section>\n").element("h2", words.no_portal_title).element("p", words.no_portal_text);
    page.raw("<pre><code>webui/build\ncargo build --release</code></pre>\n</section>\n");
}

fn addresses(page: &mut Html, status: &Status, words: &Words) {
    page.raw("<section>\n").element("h2", words.addresses_title).raw("<table>\n<thead><tr>");
    for heading in [words.service, words.address] {
        page.raw("<th scope=\"col\">").text(heading).raw("</th>");
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for bound in &status.addresses {
        page.raw("<tr><th scope=\"row\">").text(&bound.service).raw("</th><td><code>");
        page.text(&bound.address).raw("</code>");
        for address in &bound.reachable {
            page.raw("<br>\n<code>").text(address).raw("</code>");
        }
        page.raw("</td></tr>\n");
    }
    page.raw("</tbody>\n</table>\n</section>\n");
}

/// In the largest unit of which there are two: no language here has to say "1 hour".
fn uptime(seconds: u64, words: &Words) -> (String, &str) {
    match seconds {
        0..120 => (seconds.to_string(), words.seconds),
        120..7_200 => ((seconds / 60).to_string(), words.minutes),
        7_200..172_800 => ((seconds / 3_600).to_string(), words.hours),
        _ => ((seconds / 86_400).to_string(), words.days),
    }
}

/// In the office's own time, with the machine's reading beside it.
fn moment(status: &Status) -> String {
    let zone = TimeZone::get(&status.timezone).unwrap_or(TimeZone::UTC);
    let local = status.at.to_zoned(zone);
    format!(
        "<time datetime=\"{}\">{}</time>",
        status.at,
        escape(&local.strftime("%Y-%m-%d %H:%M:%S %Z").to_string())
    )
}

#[cfg(test)]
mod tests;
