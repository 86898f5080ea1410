//! What the program wrote down in English when it happened, in the reader's language: why a call went where it went, and what
//! became of a mail. What is kept stays as it was written; what a newer program has written stays English.

use super::detail;
use crate::api::fact::Fact;
use crate::language::Language;
use crate::mail;

/// As it is kept, with `{}` for each name in it; then in English, German, French and Spanish, with `{1}` for the first name.
type Note = (&'static str, [&'static str; 4]);

/// Why calls went where they went. Of two that fit the first holds.
const STEPS: [Note; 14] = [
    (
        "nothing here is called \"{}\"",
        [
            "Nothing in the office is called “{1}”.",
            "Im Büro heißt nichts „{1}“.",
            "Rien au bureau ne s’appelle « {1} ».",
            "Nada en la oficina se llama «{1}».",
        ],
    ),
    (
        "\"{}\" belongs to a line that is gone",
        [
            "“{1}” belonged to a line that is gone.",
            "„{1}“ gehörte zu einer Durchwahl, die es nicht mehr gibt.",
            "« {1} » appartenait à un poste qui n’existe plus.",
            "«{1}» pertenecía a una extensión que ya no existe.",
        ],
    ),
    (
        "{} is {} of {}",
        [
            "{1} belongs to {2}, {3}.",
            "{1} gehört zu {2}, {3}.",
            "{1} appartient à {2}, {3}.",
            "{1} pertenece a {2}, {3}.",
        ],
    ),
    (
        "account {} rings",
        [
            "The SIP account {1} rings.",
            "Das SIP-Konto {1} klingelt.",
            "Le compte SIP {1} sonne.",
            "Suena la cuenta SIP {1}.",
        ],
    ),
    (
        "the browser's telephone is not open",
        [
            "The telephone in the browser is not open.",
            "Das Telefon im Browser ist nicht geöffnet.",
            "Le téléphone du navigateur n’est pas ouvert.",
            "El teléfono del navegador no está abierto.",
        ],
    ),
    ("no trunk leads to the outside number {}", NO_WAY),
    ("no trunk leads to {}", NO_WAY),
    (
        "no telephone of this line can ring",
        [
            "No telephone of this line can ring.",
            "Kein Telefon dieser Durchwahl kann klingeln.",
            "Aucun téléphone de ce poste ne peut sonner.",
            "Ningún teléfono de esta extensión puede sonar.",
        ],
    ),
    (
        "none of its telephones is registered and answering",
        [
            "None of its telephones is registered and answering.",
            "Keines ihrer Telefone ist angemeldet und antwortet.",
            "Aucun de ses téléphones n’est enregistré et ne répond.",
            "Ninguno de sus teléfonos está registrado y responde.",
        ],
    ),
    (
        "1 more telephones are left out, {} ring at most",
        [
            "1 more telephone is left out: at most {1} ring at once.",
            "1 weiteres Telefon bleibt außen vor: Höchstens {1} klingeln zugleich.",
            "1 autre téléphone est laissé de côté : {1} sonnent à la fois au plus.",
            "Queda fuera 1 teléfono más: suenan {1} a la vez como máximo.",
        ],
    ),
    (
        "{} more telephones are left out, {} ring at most",
        [
            "{1} more telephones are left out: at most {2} ring at once.",
            "{1} weitere Telefone bleiben außen vor: Höchstens {2} klingeln zugleich.",
            "{1} autres téléphones sont laissés de côté : {2} sonnent à la fois au plus.",
            "Quedan fuera {1} teléfonos más: suenan {2} a la vez como máximo.",
        ],
    ),
    (
        "the telephone sends the call out of the office, where none goes",
        [
            "The telephone sends the call out of the office, where it cannot go.",
            "Das Telefon schickt den Anruf aus dem Büro hinaus, wohin er nicht gehen kann.",
            "Le téléphone renvoie l’appel hors du bureau, où il ne peut aller.",
            "El teléfono envía la llamada fuera de la oficina, adonde no puede ir.",
        ],
    ),
    (
        "{} sends the call on to {}, where it has been",
        [
            "{1} sends the call on to {2}, where it has been already.",
            "{1} schickt den Anruf weiter an {2}, wo er schon war.",
            "{1} renvoie l’appel à {2}, où il est déjà passé.",
            "{1} desvía la llamada a {2}, donde ya estuvo.",
        ],
    ),
    (
        "{} sends the call on to {}",
        [
            "{1} sends the call on to {2}.",
            "{1} schickt den Anruf weiter an {2}.",
            "{1} renvoie l’appel à {2}.",
            "{1} desvía la llamada a {2}.",
        ],
    ),
];

const NO_WAY: [&str; 4] = [
    "No way leads out of the office to {1}.",
    "Kein Weg führt aus dem Büro zu {1}.",
    "Aucun chemin ne mène du bureau à {1}.",
    "Ningún camino lleva de la oficina a {1}.",
];

/// Of the third step, where what was dialled is the number itself.
const OWN_NUMBER: [&str; 4] = [
    "{1} is the internal number of {3}.",
    "{1} ist die interne Nummer von {3}.",
    "{1} est le numéro interne de {3}.",
    "{1} es el número interno de {3}.",
];

/// What mails were about.
const MAILS: [Note; 3] = [
    (
        "that {} has another email address",
        [
            "that {1} has another email address",
            "dass {1} eine andere E-Mail-Adresse hat",
            "que {1} a une autre adresse e-mail",
            "que {1} tiene otra dirección de correo",
        ],
    ),
    (
        "the invitation of {}",
        ["the invitation of {1}", "die Einladung von {1}", "l’invitation de {1}", "la invitación de {1}"],
    ),
    (
        "a new password for {}",
        [
            "a new password for {1}",
            "ein neues Passwort für {1}",
            "un nouveau mot de passe pour {1}",
            "una contraseña nueva para {1}",
        ],
    ),
];

/// A step of the way of a call.
pub(crate) fn step(decision: &str, language: Language) -> String {
    match names("{} is {} of {}", decision).as_deref() {
        Some(names @ [dialled, number, _]) if dialled == number => filled(said(&OWN_NUMBER, language), names),
        _ => told(&STEPS, decision, language),
    }
}

/// What a mail was about.
pub(crate) fn mail_about(what: &str, language: Language) -> String {
    told(&MAILS, what, language)
}

/// Why a mail did not go out.
pub(crate) fn mail_trouble(why: &str, language: Language) -> String {
    match why.parse::<mail::Error>() {
        Ok(error) => error.text(language),
        Err(_) if why == mail::NO_SERVER => detail(&Fact::MailServerMissing, language),
        Err(_) => why.to_owned(),
    }
}

fn told(notes: &[Note], text: &str, language: Language) -> String {
    let found = notes.iter().find_map(|(kept, said)| Some((names(kept, text)?, said)));
    found.map_or_else(|| text.to_owned(), |(names, texts)| filled(said(texts, language), &names))
}

fn said(texts: &[&'static str; 4], language: Language) -> &'static str {
    let [en, de, fr, es] = texts;
    match language {
        Language::En => en,
        Language::De => de,
        Language::Fr => fr,
        Language::Es => es,
    }
}

/// The names in a text of this form; all but the last are one word.
fn names<'t>(form: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut parts = form.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let parts: Vec<&str> = parts.collect();
    let mut found = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let is_last = place + 1 == parts.len();
        let (name, after) = match is_last {
            true => (rest.strip_suffix(part)?, ""),
            false => rest.split_once(part)?,
        };
        if name.is_empty() || (!is_last && name.contains(' ')) {
            return None;
        }
        found.push(name);
        rest = after;
    }
    rest.is_empty().then_some(found)
}

fn filled(text: &str, names: &[&str]) -> String {
    let mut pieces = text.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (number, after) = piece.split_once('}').unwrap_or((piece, ""));
        let place = number.parse::<usize>().unwrap_or(0).wrapping_sub(1);
        filled.push_str(names.get(place).copied().unwrap_or_default());
        filled.push_str(after);
    }
    filled
}

#[cfg(test)]
mod tests;
