//! What refusals say in German.

use super::amounts::{bytes, span};
use super::may::may;
use super::things::thing;
use crate::api::fact::Fact;
use crate::language::Language::De;
use crate::sign_in::password::{CHARS_MAX, CHARS_MIN};

/// What is wrong.
pub(super) fn detail(fact: &Fact) -> String {
    match fact {
        Fact::AddressNotAllowed { address } => {
            format!("Dieser Zugang darf von der Adresse {address} aus nicht benutzt werden. Ein Inhaber kann sie freigeben.")
        }
        Fact::AllowListUnreadable => {
            "Die Liste der Adressen, von denen aus dieser Zugang benutzt werden darf, ist nicht lesbar. Bis ein Inhaber sie \
             berichtigt hat, kann sich niemand damit anmelden."
                .into()
        }
        Fact::Busy => "Im Moment ist sehr viel los. Bitte versuchen Sie es gleich noch einmal.".into(),
        Fact::ChangedElsewhere { .. } => {
            "Das wird an anderer Stelle geändert, die alles Nötige mit erledigt.".into()
        }
        Fact::ChangedSince => {
            "Das lässt sich nicht rückgängig machen, weil manches davon inzwischen wieder geändert wurde.".into()
        }
        Fact::ClockImpossible { from, until } => {
            format!("Diese Zeit kann nicht stimmen: Sie liegt nicht zwischen {from} und {until}. \
                 Bitte prüfen Sie die Uhr dieses Computers.")
        }
        Fact::ClockNotSet { why } => format!("Die Uhr der Anlage konnte nicht gestellt werden: „{why}“."),
        Fact::ClockWrong { phone_ahead_s } => {
            let by = span(phone_ahead_s.unsigned_abs(), De);
            let way = if *phone_ahead_s < 0 { "nach" } else { "vor" };
            format!(
                "Der Code stimmt, aber die Uhr Ihres Telefons geht {by} {way}. Bitte stellen Sie es auf automatische Uhrzeit."
            )
        }
        Fact::CodeNeeded => "Bitte geben Sie auch den Code ein, den Ihre Authentifizierungs-App zeigt.".into(),
        Fact::CodeUsed => "Dieser Code wurde schon benutzt. Bitte warten Sie auf den nächsten.".into(),
        Fact::CodeWrong => "Der Code stimmt nicht. Bitte geben Sie den ein, den die App jetzt zeigt.".into(),
        Fact::ConsentNeeded => "Dabei ginge etwas verloren. Bitte bestätigen Sie, dass Sie einverstanden sind.".into(),
        Fact::ConsentOfPeopleNeeded => {
            "Bitte bestätigen Sie, dass alle Personen in der Datei erwarten, von Ihnen zu hören, und Sie bereits mit ihnen in Beziehung stehen.".into()
        }
        Fact::CrossSite => {
            "Diese Anfrage kam von einer fremden Website und wurde angehalten. Bitte benutzen Sie die Seite der Telefonanlage \
             selbst."
                .into()
        }
        Fact::Expired => "Dieser Zugang ist abgelaufen. Ein Inhaber kann ihn verlängern.".into(),
        Fact::HostBits { address, network } => {
            format!("„{address}“ ist mit dieser Länge kein Netz: Gemeint ist entweder nur {address} oder {network}.")
        }
        Fact::InUse { what } => {
            format!("Das wird noch gebraucht ({}) und kann deshalb nicht gelöscht werden.", thing(what, De))
        }
        Fact::Invalid => "Bitte prüfen Sie Ihre Eingaben.".into(),
        Fact::LastOwner => "Das ist der letzte Inhaber, der sich anmelden kann. Bitte machen Sie zuerst jemand anderen mit einem Passwort zum Inhaber.".into(),
        Fact::LocksYouOut { address } => {
            format!("Mit dieser Liste würden Sie sich selbst aussperren: Ihre eigene Adresse {address} steht nicht darin.")
        }
        Fact::MailFailed { why } => {
            format!("Die E-Mail konnte nicht gesendet werden. Der Mailserver meldet: „{why}“.")
        }
        Fact::MailServerMissing => {
            "Es ist kein Mailserver eingerichtet, deshalb können keine E-Mails gesendet werden. Das geht in den Einstellungen."
                .into()
        }
        Fact::Malformed { why } => format!("Die gesendeten Angaben sind nicht lesbar: „{why}“."),
        Fact::MalformedParameter { name, value } => format!("„{value}“ ist für „{name}“ nicht möglich."),
        Fact::MethodNotAllowed { allowed } => format!("Das geht hier nicht. Möglich ist: {allowed}."),
        Fact::Missing => "Bitte füllen Sie dieses Feld aus.".into(),
        Fact::NameTaken { name, holder } if holder.is_empty() => format!("„{name}“ ist schon vergeben."),
        Fact::NameTaken { name, holder } => format!("„{name}“ ist schon vergeben: {}.", thing(holder, De)),
        Fact::NotFound => "Das gibt es nicht oder nicht mehr.".into(),
        Fact::NotMoreThanYouMay => "Sie können anderen nur erlauben, was Sie selbst dürfen.".into(),
        Fact::NotSignedIn => "Bitte melden Sie sich zuerst an.".into(),
        Fact::NotYetActive => "Dieser Zugang gilt noch nicht. Sein erster Tag steht noch bevor.".into(),
        Fact::NotYourself => "Das geht nicht mit Ihrem eigenen Zugang. Bitte wenden Sie sich an jemand anderen.".into(),
        Fact::OwnersOnly => "Das darf nur ein Inhaber, angemeldet mit dem eigenen Zugang.".into(),
        Fact::PasswordChangeNeeded => "Bitte wählen Sie zuerst ein neues Passwort.".into(),
        Fact::PasswordUnfit { code, chars } => password(code, *chars),
        Fact::PermissionMissing { permission } => {
            format!("Ihnen fehlt die Berechtigung, {}.", may(permission, De))
        }
        Fact::PreconditionFailed => {
            "Das hat inzwischen jemand anderes geändert. Bitte sehen Sie es noch einmal an, bevor Sie es ändern.".into()
        }
        Fact::QueryTooLong => "Ihre Suche ist zu lang. Bitte fassen Sie sie kürzer.".into(),
        Fact::ScanNeeded => "Bitte verbinden Sie zuerst Ihre Authentifizierungs-App.".into(),
        Fact::SetUpAlready => "Diese Anlage ist bereits eingerichtet. Bitte melden Sie sich an.".into(),
        Fact::SetupCodeWrong => "Das ist nicht der Code, den die Konsole der Anlage zeigt.".into(),
        Fact::SignInRefused => "Der Name oder das Passwort stimmt nicht.".into(),
        Fact::Storage { why } => format!("Die Daten des Büros sind zurzeit nicht erreichbar: „{why}“."),
        Fact::TokenRefused => {
            "Dieser Link wurde schon benutzt, ist zu alt oder unvollständig. Bitte fordern Sie einen neuen an.".into()
        }
        Fact::TooLarge { bytes_max } => format!("Das ist zu groß. Möglich sind höchstens {}.", bytes(*bytes_max, De)),
        Fact::TooLate { time_s } => format!("Das ist nicht innerhalb von {} angekommen. Bitte versuchen Sie es noch einmal.", span(*time_s, De)),
        Fact::TooManyTries { wait_s } => {
            format!("Es gab zu viele Fehlversuche. Bitte warten Sie {}.", span(*wait_s, De))
        }
        Fact::UnknownParameter { name } => format!("„{name}“ ist hier unbekannt oder doppelt angegeben."),
        Fact::UnsupportedType { expected } => format!("Erwartet wird eine Datei vom Typ {expected}."),
        Fact::Wrong(wrong) => super::wrong_de::detail(wrong),
    }
}

fn password(code: &str, chars: usize) -> String {
    match code {
        "password-control-character" => {
            "Das Passwort enthält unsichtbare Zeichen. Bitte lassen Sie sie weg.".into()
        }
        "password-same" => "Das ist Ihr altes Passwort. Bitte wählen Sie ein neues.".into(),
        "password-too-long" => {
            format!("Das Passwort hat {chars} Zeichen. Möglich sind höchstens {CHARS_MAX}.")
        }
        "password-too-short" => {
            format!("Das Passwort hat {chars} Zeichen. Nötig sind mindestens {CHARS_MIN}.")
        }
        // password-weak.
        _ => "Dieses Passwort ist zu leicht zu erraten. Gut sind mehrere Wörter, die nicht zusammengehören."
            .into(),
    }
}
