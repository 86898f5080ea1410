//! What each permission lets one do, in four languages.

use model::Permission;

use crate::language::Language;

/// The sentence of a permission.
pub(super) fn about(permission: Permission, language: Language) -> &'static str {
    match language {
        Language::De => de(permission),
        Language::En => en(permission),
        Language::Es => es(permission),
        Language::Fr => fr(permission),
    }
}

fn de(permission: Permission) -> &'static str {
    match permission {
        Permission::AuditRead => "Sehen, wer was geändert hat.",
        Permission::AuditUndo => "Änderungen zurücknehmen.",
        Permission::CallHistoryExport => "Anruflisten als Datei mitnehmen.",
        Permission::CallHistoryRead => "Die Anrufe aller sehen.",
        Permission::NumbersRead => "Rufnummern, Ansagen und Funktionscodes sehen.",
        Permission::NumbersWrite => "Rufnummern, Ansagen und Funktionscodes ändern.",
        Permission::OfficeRead => "Das Büro, seine Standorte und Zeitpläne sehen.",
        Permission::OfficeWrite => "Das Büro, seine Standorte und Zeitpläne ändern.",
        Permission::OwnRead => "Eigene Daten, Anschlüsse und Anrufe sehen.",
        Permission::OwnWrite => "Eigene Einstellungen ändern.",
        Permission::PeopleRead => "Personen, Orte und Geräte mit ihren Anschlüssen sehen.",
        Permission::PeopleWrite => "Personen, Orte und Geräte mit ihren Anschlüssen ändern.",
        Permission::PhonesRead => "Telefone sehen.",
        Permission::PhonesWrite => "Telefone ändern.",
        Permission::PortalUsersRead => "Zugänge und Rollen sehen.",
        Permission::PortalUsersWrite => "Zugänge und Rollen ändern, höchstens mit eigenen Rechten.",
        Permission::SecretsReveal => {
            "Das Passwort eines SIP-Kontos anzeigen und, mit dem Recht, Personen zu ändern, erneuern; jedes Mal wird es vermerkt."
        }
        Permission::SettingsRead => "Einstellungen wie den Mailserver sehen.",
        Permission::SettingsWrite => "Einstellungen wie den Mailserver ändern.",
        Permission::StatusRead => "Sehen, was läuft: Registrierungen, Gespräche, Kennzahlen.",
        Permission::TokensWrite => {
            "Schlüssel für Programme erstellen und widerrufen, höchstens mit eigenen Rechten."
        }
    }
}

fn en(permission: Permission) -> &'static str {
    match permission {
        Permission::AuditRead => "See who changed what.",
        Permission::AuditUndo => "Take changes back.",
        Permission::CallHistoryExport => "Take call records away as a file.",
        Permission::CallHistoryRead => "See everybody's calls.",
        Permission::NumbersRead => "See public numbers, announcements and feature codes.",
        Permission::NumbersWrite => "Change public numbers, announcements and feature codes.",
        Permission::OfficeRead => "See the office, its sites and time frames.",
        Permission::OfficeWrite => "Change the office, its sites and time frames.",
        Permission::OwnRead => "See one's own details, lines and calls.",
        Permission::OwnWrite => "Change one's own settings.",
        Permission::PeopleRead => "See people, places and machines with their lines.",
        Permission::PeopleWrite => "Change people, places and machines with their lines.",
        Permission::PhonesRead => "See telephones.",
        Permission::PhonesWrite => "Change telephones.",
        Permission::PortalUsersRead => "See logins and roles.",
        Permission::PortalUsersWrite => "Change logins and roles, giving no more than one has.",
        Permission::SecretsReveal => {
            "Show the password of a SIP account and, with the right to change people, renew it; each time is noted."
        }
        Permission::SettingsRead => "See settings such as the mail server.",
        Permission::SettingsWrite => "Change settings such as the mail server.",
        Permission::StatusRead => "See what runs: registrations, calls, figures.",
        Permission::TokensWrite => "Make and revoke tokens for programs, giving no more than one has.",
    }
}

fn es(permission: Permission) -> &'static str {
    match permission {
        Permission::AuditRead => "Ver quién cambió qué.",
        Permission::AuditUndo => "Deshacer cambios.",
        Permission::CallHistoryExport => "Llevarse los registros de llamadas en un archivo.",
        Permission::CallHistoryRead => "Ver las llamadas de todos.",
        Permission::NumbersRead => "Ver números públicos, anuncios y códigos de función.",
        Permission::NumbersWrite => "Cambiar números públicos, anuncios y códigos de función.",
        Permission::OfficeRead => "Ver la oficina, sus sedes y horarios.",
        Permission::OfficeWrite => "Cambiar la oficina, sus sedes y horarios.",
        Permission::OwnRead => "Ver los datos, líneas y llamadas propios.",
        Permission::OwnWrite => "Cambiar los ajustes propios.",
        Permission::PeopleRead => "Ver personas, lugares y equipos con sus líneas.",
        Permission::PeopleWrite => "Cambiar personas, lugares y equipos con sus líneas.",
        Permission::PhonesRead => "Ver teléfonos.",
        Permission::PhonesWrite => "Cambiar teléfonos.",
        Permission::PortalUsersRead => "Ver accesos y roles.",
        Permission::PortalUsersWrite => "Cambiar accesos y roles, sin dar más de lo que se tiene.",
        Permission::SecretsReveal => {
            "Mostrar la contraseña de una cuenta SIP y, con el permiso de modificar personas, renovarla; cada vez queda anotado."
        }
        Permission::SettingsRead => "Ver ajustes como el servidor de correo.",
        Permission::SettingsWrite => "Cambiar ajustes como el servidor de correo.",
        Permission::StatusRead => "Ver lo que funciona: registros, llamadas, cifras.",
        Permission::TokensWrite => "Crear y revocar claves para programas, sin dar más de lo que se tiene.",
    }
}

fn fr(permission: Permission) -> &'static str {
    match permission {
        Permission::AuditRead => "Voir qui a modifié quoi.",
        Permission::AuditUndo => "Annuler des modifications.",
        Permission::CallHistoryExport => "Emporter les relevés d’appels dans un fichier.",
        Permission::CallHistoryRead => "Voir les appels de tous.",
        Permission::NumbersRead => "Voir les numéros publics, les annonces et les codes de fonction.",
        Permission::NumbersWrite => "Modifier les numéros publics, les annonces et les codes de fonction.",
        Permission::OfficeRead => "Voir le bureau, ses sites et ses horaires.",
        Permission::OfficeWrite => "Modifier le bureau, ses sites et ses horaires.",
        Permission::OwnRead => "Voir ses propres données, lignes et appels.",
        Permission::OwnWrite => "Modifier ses propres réglages.",
        Permission::PeopleRead => "Voir les personnes, les lieux et les appareils avec leurs lignes.",
        Permission::PeopleWrite => "Modifier les personnes, les lieux et les appareils avec leurs lignes.",
        Permission::PhonesRead => "Voir les téléphones.",
        Permission::PhonesWrite => "Modifier les téléphones.",
        Permission::PortalUsersRead => "Voir les accès et les rôles.",
        Permission::PortalUsersWrite => {
            "Modifier les accès et les rôles, sans donner plus que ce que l’on a."
        }
        Permission::SecretsReveal => {
            "Afficher le mot de passe d’un compte SIP et, avec le droit de modifier les personnes, le renouveler ; chaque fois est notée."
        }
        Permission::SettingsRead => "Voir des réglages comme le serveur de messagerie.",
        Permission::SettingsWrite => "Modifier des réglages comme le serveur de messagerie.",
        Permission::StatusRead => "Voir ce qui fonctionne : enregistrements, appels, chiffres.",
        Permission::TokensWrite => {
            "Créer et révoquer des clés pour les programmes, sans donner plus que ce que l’on a."
        }
    }
}
