//! The headings of refusals.

use crate::api::fact::Fact;
use crate::language::Language;

/// What kind of problem it is.
pub(crate) fn title(fact: &Fact, language: Language) -> &'static str {
    let [en, de, fr, es] = all(fact);
    match language {
        Language::En => en,
        Language::De => de,
        Language::Fr => fr,
        Language::Es => es,
    }
}

/// In English, German, French and Spanish.
fn all(fact: &Fact) -> [&'static str; 4] {
    match fact {
        Fact::AddressNotAllowed { .. }
        | Fact::AllowListUnreadable
        | Fact::Expired
        | Fact::NotYetActive
        | Fact::SignInRefused => [
            "You cannot sign in",
            "Die Anmeldung ist nicht möglich",
            "Connexion impossible",
            "No se puede iniciar sesión",
        ],
        Fact::Busy | Fact::Storage { .. } => [
            "Not possible right now",
            "Gerade nicht möglich",
            "Impossible pour le moment",
            "No es posible ahora",
        ],
        Fact::ClockImpossible { .. } | Fact::ClockNotSet { .. } => [
            "The clock stays as it is",
            "Die Uhr bleibt, wie sie ist",
            "L’horloge reste inchangée",
            "El reloj queda como está",
        ],
        Fact::SetUpAlready => ["Set up already", "Bereits eingerichtet", "Déjà installé", "Ya configurado"],
        Fact::ClockWrong { .. }
        | Fact::CodeNeeded
        | Fact::CodeUsed
        | Fact::CodeWrong
        | Fact::SetupCodeWrong => {
            ["The code is needed", "Der Code ist nötig", "Le code est nécessaire", "Se necesita el código"]
        }
        Fact::ConsentNeeded | Fact::ConsentOfPeopleNeeded => {
            ["Please confirm", "Bitte bestätigen", "Veuillez confirmer", "Confirmación necesaria"]
        }
        Fact::CrossSite => [
            "Stopped for your safety",
            "Zur Sicherheit angehalten",
            "Arrêté par sécurité",
            "Detenido por seguridad",
        ],
        Fact::InUse { .. } => ["Still in use", "Noch in Gebrauch", "Encore utilisé", "Todavía en uso"],
        Fact::HostBits { .. }
        | Fact::Invalid
        | Fact::Malformed { .. }
        | Fact::MalformedParameter { .. }
        | Fact::Missing
        | Fact::PasswordUnfit { .. }
        | Fact::QueryTooLong
        | Fact::UnknownParameter { .. }
        | Fact::UnsupportedType { .. }
        | Fact::Wrong(_) => [
            "Something is not right yet",
            "Etwas stimmt noch nicht",
            "Quelque chose ne va pas",
            "Algo no está bien",
        ],
        Fact::ChangedElsewhere { .. }
        | Fact::LastOwner
        | Fact::LocksYouOut { .. }
        | Fact::MethodNotAllowed { .. }
        | Fact::NotYourself => {
            ["This cannot be done", "Das geht nicht", "Ce n’est pas possible", "Esto no se puede hacer"]
        }
        Fact::MailFailed { .. } | Fact::MailServerMissing => [
            "The email was not sent",
            "Die E-Mail ging nicht hinaus",
            "L’e-mail n’est pas parti",
            "El correo no ha salido",
        ],
        Fact::NameTaken { .. } => ["Already taken", "Schon vergeben", "Déjà pris", "Ya está ocupado"],
        Fact::NotFound => ["Not found", "Nicht gefunden", "Introuvable", "No encontrado"],
        Fact::NotMoreThanYouMay | Fact::OwnersOnly | Fact::PermissionMissing { .. } => {
            ["Not permitted", "Keine Berechtigung", "Droits insuffisants", "Sin permiso"]
        }
        Fact::NotSignedIn => ["Not signed in", "Nicht angemeldet", "Non connecté", "Sesión no iniciada"],
        Fact::PasswordChangeNeeded => [
            "A new password is needed",
            "Neues Passwort nötig",
            "Nouveau mot de passe requis",
            "Contraseña nueva necesaria",
        ],
        Fact::ChangedSince | Fact::PreconditionFailed => {
            ["Changed in the meantime", "Inzwischen geändert", "Modifié entre-temps", "Cambiado entretanto"]
        }
        Fact::ScanNeeded => [
            "Authenticator app needed",
            "Authentifizierungs-App nötig",
            "Application d’authentification requise",
            "Aplicación de autenticación necesaria",
        ],
        Fact::TokenRefused => [
            "The link does not work",
            "Der Link gilt nicht",
            "Le lien n’est pas valable",
            "El enlace no sirve",
        ],
        Fact::TooLarge { .. } => ["Too large", "Zu groß", "Trop volumineux", "Demasiado grande"],
        Fact::TooLate { .. } => ["Too slow", "Zu langsam", "Trop lent", "Demasiado lento"],
        Fact::TooManyTries { .. } => {
            ["Please wait", "Bitte warten", "Veuillez patienter", "Espere, por favor"]
        }
    }
}
