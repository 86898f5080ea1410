//! What a permission lets one do, to be put after "You do not have permission to".

use model::Permission as P;

use crate::language::Language;

/// What a permission's word lets one do; a word that is none stays as it is.
pub(super) fn may(word: &str, language: Language) -> String {
    let Some(permission) = P::from_word(word) else { return word.to_owned() };
    let [en, de, fr, es] = all(permission);
    match language {
        Language::En => en,
        Language::De => de,
        Language::Fr => fr,
        Language::Es => es,
    }
    .to_owned()
}

/// In English, German, French and Spanish.
fn all(permission: P) -> [&'static str; 4] {
    match permission {
        P::AuditRead => [
            "see who changed what",
            "zu sehen, wer was geändert hat",
            "de voir qui a modifié quoi",
            "ver quién ha cambiado qué",
        ],
        P::AuditUndo => [
            "undo changes",
            "Änderungen rückgängig zu machen",
            "d’annuler des modifications",
            "deshacer cambios",
        ],
        P::CallHistoryExport => [
            "save the call history as a file",
            "die Anrufliste als Datei zu speichern",
            "d’enregistrer l’historique des appels dans un fichier",
            "guardar el historial de llamadas en un archivo",
        ],
        P::CallHistoryRead => [
            "see everybody’s call history",
            "die Anrufliste aller zu sehen",
            "de voir l’historique des appels de tous",
            "ver el historial de llamadas de todos",
        ],
        P::NumbersRead => [
            "see phone numbers, announcements and feature codes",
            "Rufnummern, Ansagen und Funktionscodes zu sehen",
            "de voir les numéros, les annonces et les codes de fonction",
            "ver los números, los anuncios y los códigos de función",
        ],
        P::NumbersWrite => [
            "change phone numbers, announcements and feature codes",
            "Rufnummern, Ansagen und Funktionscodes zu ändern",
            "de modifier les numéros, les annonces et les codes de fonction",
            "cambiar los números, los anuncios y los códigos de función",
        ],
        P::OfficeRead => [
            "see the office, its sites and its hours",
            "das Büro, seine Standorte und seine Zeiten zu sehen",
            "de voir le bureau, ses sites et ses horaires",
            "ver la oficina, sus sedes y sus horarios",
        ],
        P::OfficeWrite => [
            "change the office, its sites and its hours",
            "das Büro, seine Standorte und seine Zeiten zu ändern",
            "de modifier le bureau, ses sites et ses horaires",
            "cambiar la oficina, sus sedes y sus horarios",
        ],
        P::OwnRead => [
            "see your own page",
            "Ihre eigene Seite zu sehen",
            "de voir votre propre page",
            "ver su propia página",
        ],
        P::OwnWrite => [
            "change your own settings",
            "Ihre eigenen Einstellungen zu ändern",
            "de modifier vos propres réglages",
            "cambiar sus propios ajustes",
        ],
        P::PeopleRead => [
            "see people and their extensions",
            "Personen und ihre Durchwahlen zu sehen",
            "de voir les personnes et leurs postes",
            "ver las personas y sus extensiones",
        ],
        P::PeopleWrite => [
            "change people and their extensions",
            "Personen und ihre Durchwahlen zu ändern",
            "de modifier les personnes et leurs postes",
            "cambiar las personas y sus extensiones",
        ],
        P::PhonesRead => {
            ["see the telephones", "die Telefone zu sehen", "de voir les téléphones", "ver los teléfonos"]
        }
        P::PhonesWrite => [
            "change the telephones",
            "die Telefone zu ändern",
            "de modifier les téléphones",
            "cambiar los teléfonos",
        ],
        P::PortalUsersRead => [
            "see logins and roles",
            "Zugänge und Rollen zu sehen",
            "de voir les accès et les rôles",
            "ver los accesos y los roles",
        ],
        P::PortalUsersWrite => [
            "change logins and roles",
            "Zugänge und Rollen zu ändern",
            "de modifier les accès et les rôles",
            "cambiar los accesos y los roles",
        ],
        P::SecretsReveal => [
            "see the passwords of telephones",
            "die Passwörter der Telefone zu sehen",
            "de voir les mots de passe des téléphones",
            "ver las contraseñas de los teléfonos",
        ],
        P::SettingsRead => {
            ["see the settings", "die Einstellungen zu sehen", "de voir les réglages", "ver los ajustes"]
        }
        P::SettingsWrite => [
            "change the settings",
            "die Einstellungen zu ändern",
            "de modifier les réglages",
            "cambiar los ajustes",
        ],
        P::StatusRead => [
            "see what the telephone system is doing",
            "zu sehen, was die Telefonanlage gerade tut",
            "de voir l’état du standard",
            "ver el estado de la centralita",
        ],
        P::TokensWrite => [
            "make and revoke keys for programs",
            "Schlüssel für Programme anzulegen und zu widerrufen",
            "de créer et de révoquer des clés pour programmes",
            "crear y revocar claves para programas",
        ],
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_permission_has_words_of_its_own_in_each_language() {
        for (place, language) in
            [Language::En, Language::De, Language::Fr, Language::Es].into_iter().enumerate()
        {
            let said: HashSet<&str> = P::ALL.iter().filter_map(|it| all(*it).get(place).copied()).collect();
            assert_eq!(said.len(), P::ALL.len(), "{language:?}");
        }
        assert_eq!(may("office-read", Language::Es), "ver la oficina, sus sedes y sus horarios");
        assert_eq!(may("fly", Language::De), "fly");
    }
}
