//! What went wrong with a mail, in the words of four languages.

use super::words::filled;
use super::{Distrust, Error};
use crate::language::Language;

/// A text for each fault, with `{host}`, `{port}` and `{reply}`, the server's own words.
struct Words {
    cannot_resolve: &'static str,
    cannot_connect: &'static str,
    other_name: &'static str,
    not_now: &'static str,
    unknown_issuer: &'static str,
    broken_certificate: &'static str,
    no_tls: &'static str,
    no_login: &'static str,
    login_refused: &'static str,
    sender_refused: &'static str,
    recipient_refused: &'static str,
    refused: &'static str,
    timed_out: &'static str,
    broken: &'static str,
}

impl Error {
    /// Says it to people: one or two sentences.
    pub fn text(&self, language: Language) -> String {
        let words = match language {
            Language::De => &DE,
            Language::En => &EN,
            Language::Es => &ES,
            Language::Fr => &FR,
        };
        match self {
            Self::CannotResolve { host } => filled(words.cannot_resolve, &[("host", host)]),
            Self::CannotConnect { host, port } => {
                filled(words.cannot_connect, &[("host", host), ("port", &port.to_string())])
            }
            Self::CertificateNotTrusted { host, why } => filled(words.distrust(*why), &[("host", host)]),
            Self::NoTls { host } => filled(words.no_tls, &[("host", host)]),
            Self::NoLogin { host } => filled(words.no_login, &[("host", host)]),
            Self::LoginRefused(reply) => filled(words.login_refused, &[("reply", &reply.to_string())]),
            Self::SenderRefused(reply) => filled(words.sender_refused, &[("reply", &reply.to_string())]),
            Self::RecipientRefused(reply) => {
                filled(words.recipient_refused, &[("reply", &reply.to_string())])
            }
            Self::Refused(reply) => filled(words.refused, &[("reply", &reply.to_string())]),
            Self::TimedOut { host } => filled(words.timed_out, &[("host", host)]),
            Self::Broken { host } => filled(words.broken, &[("host", host)]),
        }
    }
}

impl Words {
    fn distrust(&self, why: Distrust) -> &'static str {
        match why {
            Distrust::OtherName => self.other_name,
            Distrust::NotNow => self.not_now,
            Distrust::UnknownIssuer => self.unknown_issuer,
            Distrust::Other => self.broken_certificate,
        }
    }
}

const EN: Words = Words {
    cannot_resolve: "The mail server {host} was not found. Is the name right?",
    cannot_connect: "The mail server {host} cannot be reached on port {port}.",
    other_name: "The certificate of the mail server is not for {host}, so no mail was sent. Is the name right?",
    not_now: "The certificate of the mail server {host} is not valid at present, so no mail was sent.",
    unknown_issuer: "The certificate of the mail server {host} is signed by nobody known, so no mail was sent.",
    broken_certificate: "The certificate of the mail server {host} is faulty, so no mail was sent.",
    no_tls: "The mail server {host} offers no such encryption on this port. Are port and encryption right?",
    no_login: "The mail server {host} offers no way of signing in that this box knows.",
    login_refused: "The mail server refused user name and password: {reply}",
    sender_refused: "The mail server takes no mail from this sender: {reply}",
    recipient_refused: "The mail server takes no mail for this recipient: {reply}",
    refused: "The mail server refused the mail: {reply}",
    timed_out: "The mail server {host} did not answer in time. Are port and encryption right?",
    broken: "The mail server {host} broke off the conversation.",
};

const DE: Words = Words {
    cannot_resolve: "Der Mailserver {host} wurde nicht gefunden. Stimmt der Name?",
    cannot_connect: "Der Mailserver {host} ist auf Port {port} nicht erreichbar.",
    other_name: "Das Zertifikat des Mailservers gilt nicht für {host}, darum wurde nichts gesendet. Stimmt der Name?",
    not_now: "Das Zertifikat des Mailservers {host} gilt zurzeit nicht, darum wurde nichts gesendet.",
    unknown_issuer: "Das Zertifikat des Mailservers {host} hat niemand Bekanntes unterschrieben, darum wurde nichts gesendet.",
    broken_certificate: "Das Zertifikat des Mailservers {host} ist fehlerhaft, darum wurde nichts gesendet.",
    no_tls: "Der Mailserver {host} bietet auf diesem Port diese Verschlüsselung nicht an. Stimmen Port und Verschlüsselung?",
    no_login: "Der Mailserver {host} bietet keine Anmeldung an, die dieses Gerät kennt.",
    login_refused: "Der Mailserver hat Benutzername und Passwort abgelehnt: {reply}",
    sender_refused: "Der Mailserver nimmt von diesem Absender nichts an: {reply}",
    recipient_refused: "Der Mailserver nimmt für diesen Empfänger nichts an: {reply}",
    refused: "Der Mailserver hat die Nachricht abgelehnt: {reply}",
    timed_out: "Der Mailserver {host} hat nicht rechtzeitig geantwortet. Stimmen Port und Verschlüsselung?",
    broken: "Der Mailserver {host} hat das Gespräch abgebrochen.",
};

const ES: Words = Words {
    cannot_resolve: "No se ha encontrado el servidor de correo {host}. ¿Es correcto el nombre?",
    cannot_connect: "No se puede acceder al servidor de correo {host} en el puerto {port}.",
    other_name: "El certificado del servidor de correo no es para {host}, por eso no se ha enviado nada. ¿Es correcto el nombre?",
    not_now: "El certificado del servidor de correo {host} no es válido en este momento, por eso no se ha enviado nada.",
    unknown_issuer: "El certificado del servidor de correo {host} no está firmado por nadie conocido, por eso no se ha enviado nada.",
    broken_certificate: "El certificado del servidor de correo {host} es defectuoso, por eso no se ha enviado nada.",
    no_tls: "El servidor de correo {host} no ofrece ese cifrado en este puerto. ¿Son correctos el puerto y el cifrado?",
    no_login: "El servidor de correo {host} no ofrece ninguna forma de iniciar sesión que este equipo conozca.",
    login_refused: "El servidor de correo ha rechazado el usuario y la contraseña: {reply}",
    sender_refused: "El servidor de correo no acepta mensajes de este remitente: {reply}",
    recipient_refused: "El servidor de correo no acepta mensajes para este destinatario: {reply}",
    refused: "El servidor de correo ha rechazado el mensaje: {reply}",
    timed_out: "El servidor de correo {host} no ha respondido a tiempo. ¿Son correctos el puerto y el cifrado?",
    broken: "El servidor de correo {host} ha interrumpido la conversación.",
};

const FR: Words = Words {
    cannot_resolve: "Le serveur de messagerie {host} est introuvable. Le nom est-il exact ?",
    cannot_connect: "Le serveur de messagerie {host} est injoignable sur le port {port}.",
    other_name: "Le certificat du serveur de messagerie n’est pas établi pour {host} : rien n’a été envoyé. Le nom est-il exact ?",
    not_now: "Le certificat du serveur de messagerie {host} n’est pas valable actuellement : rien n’a été envoyé.",
    unknown_issuer: "Le certificat du serveur de messagerie {host} n’est signé par aucune autorité connue : rien n’a été envoyé.",
    broken_certificate: "Le certificat du serveur de messagerie {host} est défectueux : rien n’a été envoyé.",
    no_tls: "Le serveur de messagerie {host} ne propose pas ce chiffrement sur ce port. Le port et le chiffrement sont-ils exacts ?",
    no_login: "Le serveur de messagerie {host} ne propose aucune identification que cet appareil connaisse.",
    login_refused: "Le serveur de messagerie a refusé le nom d’utilisateur et le mot de passe : {reply}",
    sender_refused: "Le serveur de messagerie n’accepte rien de cet expéditeur : {reply}",
    recipient_refused: "Le serveur de messagerie n’accepte rien pour ce destinataire : {reply}",
    refused: "Le serveur de messagerie a refusé le message : {reply}",
    timed_out: "Le serveur de messagerie {host} n’a pas répondu à temps. Le port et le chiffrement sont-ils exacts ?",
    broken: "Le serveur de messagerie {host} a interrompu la conversation.",
};

#[cfg(test)]
mod tests {
    use super::super::Reply;
    use super::*;

    #[test]
    fn every_fault_is_told_in_every_language_with_its_data() {
        let host = || "mail.example.net".to_owned();
        let reply = || Reply::new(550, "no such mailbox");
        let mut faults = vec![
            (Error::CannotResolve { host: host() }, "mail.example.net"),
            (Error::CannotConnect { host: host(), port: 587 }, "587"),
            (Error::NoTls { host: host() }, "mail.example.net"),
            (Error::NoLogin { host: host() }, "mail.example.net"),
            (Error::LoginRefused(reply()), "550 no such mailbox"),
            (Error::SenderRefused(reply()), "550 no such mailbox"),
            (Error::RecipientRefused(reply()), "550 no such mailbox"),
            (Error::Refused(reply()), "550 no such mailbox"),
            (Error::TimedOut { host: host() }, "mail.example.net"),
            (Error::Broken { host: host() }, "mail.example.net"),
        ];
        for why in [Distrust::OtherName, Distrust::NotNow, Distrust::UnknownIssuer, Distrust::Other] {
            faults.push((Error::CertificateNotTrusted { host: host(), why }, "mail.example.net"));
        }
        let mut told = Vec::new();
        for (fault, data) in faults {
            assert_eq!(fault.to_string().parse(), Ok(fault.clone()));
            for language in Language::ALL {
                let text = fault.text(language);
                assert!(text.contains(data) && !text.contains('{'), "{text}");
                assert!(!told.contains(&text), "twice: {text}");
                told.push(text);
            }
        }
    }

    #[test]
    fn only_what_may_pass_by_itself_is_temporary() {
        for (code, is_temporary) in [(421, true), (451, true), (454, true), (535, false), (550, false)] {
            assert_eq!(Error::LoginRefused(Reply::new(code, "")).is_temporary(), is_temporary);
            assert_eq!(Error::RecipientRefused(Reply::new(code, "")).is_temporary(), is_temporary);
        }
        for (why, is_temporary) in [(Distrust::NotNow, true), (Distrust::UnknownIssuer, false)] {
            let error = Error::CertificateNotTrusted { host: String::new(), why };
            assert_eq!(error.is_temporary(), is_temporary);
        }
    }

    #[test]
    fn the_servers_words_are_bounded_and_on_one_line() {
        let reply = Reply::new(550, &format!("no\r\n\u{1b}[31m{}", "x".repeat(1_000)));
        assert_eq!(reply.text.chars().count(), 200);
        assert!(reply.text.starts_with("no [31mxxx") && reply.text.ends_with("x…"));
    }
}
