//! The pages behind the link of an invitation: what to enter in a soft-phone, and a form for the first password. They work
//! without any script.

mod words;

#[cfg(test)]
mod tests;

use jiff::Zoned;

use self::words::Words;
use super::begin_main;
use super::html::Html;
use crate::language::Language;
use crate::mail::softphone;
use crate::qr::Code;

/// An invitation that waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting<'a> {
    /// The office's name.
    pub(crate) office: &'a str,
    /// Who is invited.
    pub(crate) name: &'a str,
    /// Their internal number; may be empty.
    pub(crate) number: &'a str,
    /// Their login; none when they choose no password here.
    pub(crate) login: Option<&'a str>,
    /// Until when it can be accepted, in the office's time zone.
    pub(crate) until: &'a Zoned,
    /// Who helps; may be empty.
    pub(crate) support: &'a str,
    /// What a soft-phone wants to know.
    pub(crate) softphone: Option<Entered<'a>>,
}

/// What is entered in a soft-phone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entered<'a> {
    /// The account's name.
    pub(crate) username: &'a str,
    /// The account's secret.
    pub(crate) password: &'a str,
    /// The exchange.
    pub(crate) domain: &'a str,
    /// Its port.
    pub(crate) port: u16,
    /// How it is reached: "tcp".
    pub(crate) transport: &'a str,
    /// Where Linphone fetches it all.
    pub(crate) configuration: &'a str,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed<'a> {
    /// The two passwords are not the same.
    Differ,
    /// The password may not be chosen; why, in the reader's language.
    Unfit(&'a str),
}

/// The page of an invitation that waits. `typed` is what was wrong the last time.
pub(crate) fn waiting(of: &Waiting<'_>, typed: Option<Typed<'_>>, language: Language) -> String {
    let words = words::of(language);
    let mut page = begin(words, of.office, language);
    if let Some(typed) = typed {
        trouble(&mut page, words.of_typed(typed));
    }
    page.element("p", &words.greeting.replace("{name}", of.name));
    if !of.number.is_empty() {
        page.element("p", &words.number.replace("{number}", of.number));
    }
    if let Some(softphone) = &of.softphone {
        enter(&mut page, softphone, words);
    }
    form(&mut page, of.login, typed.is_some(), words);
    let until = of.until.strftime(words.moment).to_string();
    page.element("p", &words.until.replace("{until}", &until)).element("p", words.keep);
    end(page, of.support, words)
}

/// The page after it was accepted.
pub(crate) fn accepted(office: &str, login: Option<&str>, support: &str, language: Language) -> String {
    let words = words::of(language);
    let mut page = begin(words, office, language);
    page.raw("<p class=\"state well\" role=\"status\"><b aria-hidden=\"true\">✓</b> ").text(words.done);
    page.raw("</p>\n");
    if let Some(login) = login {
        page.element("p", &words.sign_in.replace("{login}", login));
        page.raw("<p><a href=\"/\">").text(words.sign_in_link).raw("</a></p>\n");
    }
    end(page, support, words)
}

/// The page of an invitation that is unknown, used or too old: it does not say which.
pub(crate) fn gone(office: &str, support: &str, language: Language) -> String {
    let words = words::of(language);
    let mut page = begin(words, office, language);
    trouble(&mut page, words.gone);
    page.element("p", words.gone_text);
    end(page, support, words)
}

/// The page of one who must wait, or of a box that cannot answer now; `why` is in the reader's language.
pub(crate) fn later(office: &str, why: &str, language: Language) -> String {
    let words = words::of(language);
    let mut page = begin(words, office, language);
    trouble(&mut page, why);
    end(page, "", words)
}

fn begin(words: &Words, office: &str, language: Language) -> Html {
    let title = words.title.replace("{office}", office);
    let mut page = Html::begin(language.tag(), &format!("{title} · Bellbox"));
    begin_main(&mut page, &title, words.subtitle);
    page
}

fn trouble(page: &mut Html, why: &str) {
    page.raw("<p class=\"state trouble\" id=\"trouble\" role=\"alert\"><b aria-hidden=\"true\">!</b> ");
    page.text(why).raw("</p>\n");
}

fn enter(page: &mut Html, of: &Entered<'_>, words: &Words) {
    page.raw("<section>\n").element("h2", words.softphone).element("p", words.scan);
    // An address that is too long for a code is no address of ours.
    if let Ok(code) = Code::of(of.configuration) {
        page.raw("<div class=\"code\" role=\"img\" aria-label=\"").text(words.code).raw("\">");
        page.raw(&code.svg()).raw("</div>\n");
    }
    page.raw("<p><a href=\"").text(&softphone::link(of.configuration)).raw("\">").text(words.link);
    page.raw("</a></p>\n").element("p", words.others).raw("<table>\n<tbody>\n");
    let port = of.port.to_string();
    let transport = of.transport.to_uppercase();
    for (what, value) in [
        (words.username, of.username),
        (words.secret, of.password),
        (words.domain, of.domain),
        (words.port, &port),
        (words.transport, &transport),
    ] {
        page.raw("<tr><th scope=\"row\">").text(what).raw("</th><td><code>").text(value);
        page.raw("</code></td></tr>\n");
    }
    page.raw("</tbody>\n</table>\n<p>").text(words.before).raw("</p>\n</section>\n");
}

/// Where the first password is chosen; without a login there is only the button.
fn form(page: &mut Html, login: Option<&str>, is_wrong: bool, words: &Words) {
    page.raw("<section>\n<form method=\"post\">\n");
    let Some(login) = login else {
        page.element("p", words.finish_text).raw("<button>").text(words.finish);
        page.raw("</button>\n</form>\n</section>\n");
        return;
    };
    page.element("h2", words.password).raw("<p id=\"rule\">").text(&words.rule.replace("{login}", login));
    // Password managers want to know for whom they keep it.
    page.raw("</p>\n<input type=\"hidden\" name=\"login\" autocomplete=\"username\" value=\"").text(login);
    page.raw("\">\n");
    let described = if is_wrong { "rule trouble\" aria-invalid=\"true" } else { "rule" };
    for (name, label) in [("password", words.password), ("repeat", words.repeat)] {
        page.raw("<p><label for=\"").raw(name).raw("\">").text(label).raw("</label>\n<input id=\"").raw(name);
        page.raw("\" name=\"").raw(name).raw("\" type=\"password\" autocomplete=\"new-password\" required ");
        page.raw("minlength=\"12\" maxlength=\"32\" aria-describedby=\"").raw(described).raw("\"></p>\n");
    }
    page.raw("<button>").text(words.choose).raw("</button>\n</form>\n</section>\n");
}

fn end(mut page: Html, support: &str, words: &Words) -> String {
    if !support.is_empty() {
        page.element("p", &words.support.replace("{support}", support));
    }
    page.raw("</main>\n");
    page.finish()
}
