//! What the store calls the things of the office, in the reader's language: "line 201 of Anna Berg" is "Leitung 201 von Anna
//! Berg". Names stay as they are.

use crate::language::Language;

/// What the store's words begin with, and in German, French and Spanish; longer ones before those that they begin with.
const KINDS: [(&str, [&str; 3]); 29] = [
    (
        "a number that a line shows",
        [
            "eine Rufnummer, die eine Leitung zeigt",
            "un numéro affiché par un poste",
            "un número que muestra una extensión",
        ],
    ),
    ("account", ["Konto", "compte", "cuenta"]),
    ("announcement", ["Ansage", "annonce", "anuncio"]),
    ("api token", ["Schlüssel", "clé", "clave"]),
    ("avatar of a person", ["Bild einer Person", "photo d’une personne", "foto de una persona"]),
    ("caller id", ["gezeigte Rufnummer", "numéro affiché", "número mostrado"]),
    ("contact method", ["Kontaktweg", "moyen de contact", "medio de contacto"]),
    ("equipment", ["Gerät", "équipement", "equipo"]),
    ("feature code", ["Funktionscode", "code de fonction", "código de función"]),
    ("forward to", ["Weiterleitung an", "renvoi vers", "desvío a"]),
    (
        "invitation of a person",
        ["Einladung einer Person", "invitation d’une personne", "invitación de una persona"],
    ),
    ("key", ["Taste", "touche", "tecla"]),
    ("line", ["Durchwahl", "poste", "extensión"]),
    ("mailbox of a line", ["Mailbox einer Durchwahl", "messagerie d’un poste", "buzón de una extensión"]),
    ("mailbox", ["Mailbox", "messagerie", "buzón"]),
    ("number", ["Rufnummer", "numéro", "número"]),
    ("person", ["Person", "personne", "persona"]),
    ("phone account", ["Konto eines Telefons", "compte d’un téléphone", "cuenta de un teléfono"]),
    ("phone key", ["Taste eines Telefons", "touche d’un téléphone", "tecla de un teléfono"]),
    ("phone number", ["Rufnummer", "numéro", "número"]),
    ("phone", ["Telefon", "téléphone", "teléfono"]),
    ("place", ["Raum", "lieu", "lugar"]),
    ("portal user", ["Zugang", "accès", "acceso"]),
    ("role", ["Rolle", "rôle", "rol"]),
    ("site", ["Standort", "site", "sede"]),
    ("the mail server", ["der Mailserver", "le serveur de messagerie", "el servidor de correo"]),
    ("the office", ["das Büro", "le bureau", "la oficina"]),
    ("time frame", ["Zeitplan", "horaire", "horario"]),
    ("token", ["Schlüssel", "clé", "clave"]),
];

/// A thing as the store calls it; of a word that is none of its, all stays as it is.
pub(crate) fn thing(what: &str, language: Language) -> String {
    let place = match language {
        Language::En => return english(what),
        Language::De => 0,
        Language::Fr => 1,
        Language::Es => 2,
    };
    let found = KINDS.iter().find_map(|(kind, said)| {
        let rest = what.strip_prefix(kind)?;
        (rest.is_empty() || rest.starts_with(' ')).then_some((rest, *said.get(place)?))
    });
    let Some((rest, said)) = found else { return what.to_owned() };
    let (of_phone, of) =
        [(" eines Telefons", " von "), (" d’un téléphone", " de "), (" de un teléfono", " de ")][place];
    match rest.strip_suffix(" of a phone") {
        Some(rest) => format!("{said}{rest}{of_phone}"),
        None => format!("{said}{}", rest.replacen(" of ", of, 1)),
    }
}

/// What nobody in an office would say is said otherwise.
fn english(what: &str) -> String {
    let kinds = [
        ("api token", "key"),
        ("line", "extension"),
        ("portal user", "login"),
        ("time frame", "time schedule"),
    ];
    let found = kinds.into_iter().find_map(|(kind, said)| {
        let rest = what.strip_prefix(kind)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| format!("{said}{rest}"))
    });
    found.unwrap_or_else(|| what.to_owned())
}

/// What a table's rows are called: "time_frame".
pub(super) fn of_table(table: &str, language: Language) -> String {
    thing(&table.replace('_', " "), language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_called_as_in_the_readers_language() {
        for (what, en, de, fr, es) in [
            (
                "line 201 of Anna Berg",
                "extension 201 of Anna Berg",
                "Durchwahl 201 von Anna Berg",
                "poste 201 de Anna Berg",
                "extensión 201 de Anna Berg",
            ),
            (
                "account 2 of a phone",
                "account 2 of a phone",
                "Konto 2 eines Telefons",
                "compte 2 d’un téléphone",
                "cuenta 2 de un teléfono",
            ),
            ("portal user anna", "login anna", "Zugang anna", "accès anna", "acceso anna"),
            ("Anna Berg", "Anna Berg", "Anna Berg", "Anna Berg", "Anna Berg"),
            ("personality", "personality", "personality", "personality", "personality"),
            ("the office", "the office", "das Büro", "le bureau", "la oficina"),
        ] {
            let said = [Language::En, Language::De, Language::Fr, Language::Es].map(|it| thing(what, it));
            assert_eq!(said, [en, de, fr, es]);
        }
    }
}
