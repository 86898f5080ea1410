//! What is wrong with a row of a file, in the reader's language.

use crate::language::Language;
use crate::people_file::{Fault, MatchingError};

/// What is wrong with a cell or a row.
pub(super) fn fault(fault: &Fault, language: Language) -> String {
    let [en, de, fr, es] = match fault {
        Fault::BehindTheLastHeading => [
            "There is text behind the last heading.",
            "Hinter der letzten Überschrift steht Text.",
            "Il y a du texte après le dernier titre.",
            "Hay texto detrás del último título.",
        ],
        Fault::ControlCharacter => [
            "The text contains a control character.",
            "Der Text enthält ein Steuerzeichen.",
            "Le texte contient un caractère de contrôle.",
            "El texto contiene un carácter de control.",
        ],
        Fault::Date => [
            "The spreadsheet program has made a date of it.",
            "Die Tabellenkalkulation hat ein Datum daraus gemacht.",
            "Le tableur en a fait une date.",
            "La hoja de cálculo lo ha convertido en una fecha.",
        ],
        Fault::FormulaError => [
            "The formula in it has failed.",
            "Die Formel darin ist fehlgeschlagen.",
            "La formule a échoué.",
            "La fórmula ha fallado.",
        ],
        Fault::InvalidEmail => [
            "This is not an email address.",
            "Das ist keine E-Mail-Adresse.",
            "Ce n’est pas une adresse e-mail.",
            "No es una dirección de correo.",
        ],
        Fault::InvalidLogin => [
            "A login has no blanks.",
            "Ein Anmeldename hat keine Leerzeichen.",
            "Un identifiant n’a pas d’espaces.",
            "Un nombre de acceso no lleva espacios.",
        ],
        Fault::InvalidMac => [
            "This is not a MAC address (twelve digits 0-9, a-f).",
            "Das ist keine MAC-Adresse (zwölf Zeichen 0-9, a-f).",
            "Ce n’est pas une adresse MAC (douze caractères 0-9, a-f).",
            "No es una dirección MAC (doce caracteres 0-9, a-f).",
        ],
        Fault::InvalidNumber => [
            "An internal number has 1 to 15 of the digits 0-9, * and #.",
            "Eine interne Nummer hat 1 bis 15 der Zeichen 0-9, * und #.",
            "Un numéro interne a de 1 à 15 des caractères 0-9, * et #.",
            "Un número interno tiene de 1 a 15 de los caracteres 0-9, * y #.",
        ],
        Fault::InvalidOutsideNumber { .. } => [
            "“{}” is not a number of the public network.",
            "„{}“ ist keine öffentliche Rufnummer.",
            "« {} » n’est pas un numéro public.",
            "«{}» no es un número público.",
        ],
        Fault::InvalidPin => [
            "A PIN has 4 to 8 digits.",
            "Eine PIN hat 4 bis 8 Ziffern.",
            "Un code a de 4 à 8 chiffres.",
            "Un PIN tiene de 4 a 8 cifras.",
        ],
        Fault::InvalidYesNo => [
            "Please write yes or no.",
            "Bitte schreiben Sie ja oder nein.",
            "Écrivez oui ou non.",
            "Escriba sí o no.",
        ],
        Fault::MissingFirstName => {
            ["The first name is missing.", "Der Vorname fehlt.", "Le prénom manque.", "Falta el nombre."]
        }
        Fault::ModelWithoutMac => [
            "A phone model needs a MAC address.",
            "Ein Telefonmodell braucht eine MAC-Adresse.",
            "Un modèle de téléphone demande une adresse MAC.",
            "Un modelo de teléfono necesita una dirección MAC.",
        ],
        Fault::NeedsCountryCode { .. } => [
            "Please write “{}” with its country code, after a plus.",
            "Bitte schreiben Sie „{}“ mit Ländervorwahl nach einem Plus.",
            "Écrivez « {} » avec l’indicatif du pays, après un plus.",
            "Escriba «{}» con el prefijo del país, detrás de un más.",
        ],
        Fault::NeedsNumber => [
            "This needs an internal number.",
            "Dazu braucht es eine interne Nummer.",
            "Cela demande un numéro interne.",
            "Esto necesita un número interno.",
        ],
        Fault::SamePersonAsRow { .. } => [
            "The same person as in row {}.",
            "Dieselbe Person wie in Zeile {}.",
            "La même personne qu’à la ligne {}.",
            "La misma persona que en la fila {}.",
        ],
        Fault::SameValueAsRow { .. } => [
            "The same as in row {}.",
            "Dasselbe wie in Zeile {}.",
            "Le même qu’à la ligne {}.",
            "Lo mismo que en la fila {}.",
        ],
        Fault::SeveralPeople { .. } => [
            "{} people could be meant.",
            "{} Personen können gemeint sein.",
            "{} personnes peuvent être visées.",
            "Puede referirse a {} personas.",
        ],
        Fault::Taken { by } if by.is_empty() => {
            ["Already taken.", "Schon vergeben.", "Déjà pris.", "Ya está ocupado."]
        }
        Fault::Taken { .. } => {
            ["Already taken by {}.", "Schon vergeben an {}.", "Déjà pris par {}.", "Ya lo tiene {}."]
        }
        Fault::TooLong { .. } => [
            "More than {} characters.",
            "Mehr als {} Zeichen.",
            "Plus de {} caractères.",
            "Más de {} caracteres.",
        ],
        Fault::ToItself => [
            "A line cannot send its calls to itself.",
            "Eine Durchwahl kann ihre Anrufe nicht an sich selbst leiten.",
            "Un poste ne peut pas renvoyer ses appels vers lui-même.",
            "Una extensión no puede desviar sus llamadas a sí misma.",
        ],
        Fault::TooMany { .. } => ["More than {}.", "Mehr als {}.", "Plus de {}.", "Más de {}."],
        Fault::UnknownLine => [
            "No line has this number: it is a feature code or the name of an account.",
            "Keine Durchwahl hat diese Nummer: Sie ist ein Funktionscode oder der Name eines Kontos.",
            "Aucun poste n’a ce numéro : c’est un code de fonction ou le nom d’un compte.",
            "Ninguna extensión tiene este número: es un código de función o el nombre de una cuenta.",
        ],
        Fault::UnknownNumber => [
            "There is no such number in the office; numbers outside begin with +.",
            "Diese Nummer gibt es im Büro nicht; Nummern draußen beginnen mit +.",
            "Ce numéro n’existe pas au bureau ; les numéros externes commencent par +.",
            "No hay tal número en la oficina; los de fuera empiezan por +.",
        ],
        Fault::UnknownSchedule => [
            "There is no such time schedule.",
            "Diesen Zeitplan gibt es nicht.",
            "Cet horaire n’existe pas.",
            "No hay tal horario.",
        ],
        Fault::UnknownSite => [
            "There is no such site.",
            "Diesen Standort gibt es nicht.",
            "Ce site n’existe pas.",
            "No hay tal sede.",
        ],
    };
    let data = match fault {
        Fault::InvalidOutsideNumber { text } | Fault::NeedsCountryCode { text } => text.clone(),
        Fault::SamePersonAsRow { row } | Fault::SameValueAsRow { row } => row.to_string(),
        Fault::SeveralPeople { people: count }
        | Fault::TooLong { most: count }
        | Fault::TooMany { most: count } => count.to_string(),
        Fault::Taken { by } => by.clone(),
        _ => String::new(),
    };
    pick(language, [en, de, fr, es]).replacen("{}", &data, 1)
}

/// What is wrong with the matching of columns.
pub(super) fn matching(error: &MatchingError, language: Language) -> String {
    match error {
        MatchingError::NoFirstName => pick(
            language,
            [
                "No column is the first name.",
                "Keine Spalte ist der Vorname.",
                "Aucune colonne n’est le prénom.",
                "Ninguna columna es el nombre.",
            ],
        )
        .to_owned(),
        MatchingError::NoSuchColumn { column, .. } => pick(
            language,
            [
                "There is no column {}.",
                "Eine Spalte {} gibt es nicht.",
                "Il n’y a pas de colonne {}.",
                "No hay columna {}.",
            ],
        )
        .replacen("{}", &column.to_string(), 1),
        MatchingError::Twice { property, second, .. } => pick(
            language,
            [
                "Column {} is a second “{p}”.",
                "Spalte {} ist ein zweites „{p}“.",
                "La colonne {} est un second « {p} ».",
                "La columna {} es un segundo «{p}».",
            ],
        )
        .replacen("{}", &second.to_string(), 1)
        .replacen("{p}", property.header(language), 1),
    }
}

/// The one of the reader's language.
pub(super) fn pick(language: Language, [en, de, fr, es]: [&'static str; 4]) -> &'static str {
    match language {
        Language::De => de,
        Language::En => en,
        Language::Es => es,
        Language::Fr => fr,
    }
}
