//! The headings of the columns in four languages, and how other systems and people call them.

use super::property::Property;
use crate::language::Language;

/// How one property is called.
pub(super) struct Headers {
    de: &'static str,
    en: &'static str,
    es: &'static str,
    fr: &'static str,
    /// Understood, but never written.
    also: &'static [&'static str],
}

impl Headers {
    /// What the template says.
    pub(super) fn label(&self, language: Language) -> &'static str {
        match language {
            Language::De => self.de,
            Language::En => self.en,
            Language::Es => self.es,
            Language::Fr => self.fr,
        }
    }

    /// Every heading that means the property.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        [self.de, self.en, self.es, self.fr].into_iter().chain(self.also.iter().copied())
    }
}

/// The headings of a property.
pub(super) fn of(property: Property) -> Headers {
    let (de, en, es, fr, also): (_, _, _, _, &[&str]) = match property {
        Property::FirstName => (
            "Vorname",
            "First name",
            "Nombre",
            "Prénom",
            &["given name", "forename", "rufname", "nombre de pila"],
        ),
        Property::LastName => (
            "Nachname",
            "Last name",
            "Apellidos",
            "Nom",
            &["surname", "family name", "familienname", "zuname", "nom de famille", "apellido"],
        ),
        Property::Email => (
            "E-Mail",
            "Email",
            "Correo electrónico",
            "E-mail",
            &[
                "mail",
                "email address",
                "e-mail-adresse",
                "mailadresse",
                "courriel",
                "adresse e-mail",
                "adresse électronique",
                "correo",
                "dirección de correo",
                "dirección de correo electrónico",
            ],
        ),
        Property::Department => {
            ("Abteilung", "Department", "Departamento", "Service", &["dept", "bereich", "département"])
        }
        Property::JobTitle => (
            "Funktion",
            "Job title",
            "Cargo",
            "Fonction",
            &["title", "position", "stellenbezeichnung", "berufsbezeichnung", "intitulé du poste", "puesto"],
        ),
        Property::TimeSchedule => (
            "Arbeitszeiten",
            "Time schedule",
            "Horario",
            "Horaires",
            &[
                "schedule",
                "working hours",
                "business hours",
                "time frame",
                "arbeitszeit",
                "dienstzeiten",
                "zeitplan",
                "horaire",
                "plage horaire",
                "horarios",
            ],
        ),
        Property::CrmUserId => (
            "CRM-Benutzer-ID",
            "CRM user ID",
            "ID de usuario CRM",
            "Identifiant CRM",
            &["crm", "crm id", "crm user", "crm-benutzer", "utilisateur crm", "usuario crm", "id crm"],
        ),
        Property::Login => (
            "Anmeldename",
            "Login",
            "Usuario",
            "Identifiant",
            &[
                "username",
                "user",
                "login name",
                "benutzer",
                "benutzername",
                "nom d’utilisateur",
                "nombre de usuario",
            ],
        ),
        Property::Site => (
            "Standort",
            "Site",
            "Sede",
            "Site",
            &[
                "location",
                "building",
                "branch",
                "gebäude",
                "filiale",
                "niederlassung",
                "bâtiment",
                "emplacement",
                "agence",
                "edificio",
                "sucursal",
                "ubicación",
            ],
        ),
        Property::Number => (
            "Interne Nummer",
            "Internal number",
            "Número interno",
            "Numéro interne",
            &[
                "number",
                "nummer",
                "numéro",
                "número",
                "extension",
                "ext",
                "extension number",
                "nebenstelle",
                "nst",
                "interne rufnummer",
                "durchwahl",
                "numéro de poste",
                "poste interne",
                "extensión",
                "interno",
            ],
        ),
        Property::DirectNumbers => (
            "Direktrufnummern",
            "Direct numbers",
            "Números directos",
            "Numéros directs",
            &[
                "direct number",
                "did",
                "dids",
                "did number",
                "did numbers",
                "ddi",
                "direct dial",
                "direktrufnummer",
                "msn",
                "numéro direct",
                "sda",
                "número directo",
            ],
        ),
        Property::OutsideCalls => (
            "Externe Anrufe",
            "Outside calls",
            "Llamadas externas",
            "Appels externes",
            &[
                "external calls",
                "outbound calls",
                "enable external outbound calls",
                "amtsberechtigung",
                "externe gespräche",
                "appels sortants",
                "llamadas salientes",
            ],
        ),
        Property::CallerIds => (
            "Angezeigte Rufnummern",
            "Caller IDs",
            "Números mostrados",
            "Numéros présentés",
            &[
                "caller id",
                "cli",
                "clid",
                "external caller id",
                "outbound caller id",
                "angezeigte rufnummer",
                "absenderrufnummer",
                "absenderrufnummern",
                "numéro présenté",
                "numéro affiché",
                "número mostrado",
                "identificador de llamada",
            ],
        ),
        Property::InternalCallerId => (
            "Intern angezeigter Name",
            "Internal caller ID",
            "Nombre mostrado internamente",
            "Nom présenté en interne",
            &["interne anruferkennung", "intern angezeigte nummer", "identificador interno"],
        ),
        Property::WhenUnavailable => (
            "Bei Nichterreichbarkeit",
            "When unavailable",
            "Si no está disponible",
            "En cas d’indisponibilité",
            &[
                "unavailable",
                "no answer",
                "fallback",
                "wenn nicht erreichbar",
                "bei abwesenheit",
                "si indisponible",
                "si no disponible",
            ],
        ),
        Property::VoicemailPin => (
            "Mailbox-PIN",
            "Voicemail PIN",
            "PIN del buzón",
            "Code de messagerie",
            &[
                "pin",
                "mailbox pin",
                "voicemail password",
                "pin messagerie",
                "pin de messagerie",
                "pin del buzón de voz",
            ],
        ),
        Property::VoicemailEmail => (
            "Mailbox-E-Mail",
            "Voicemail email",
            "Correo del buzón",
            "E-mail de messagerie",
            &["mailbox email", "e-mail für voicemail", "e-mail messagerie", "correo del buzón de voz"],
        ),
        Property::RecordInboundInternal => (
            "Aufzeichnung eingehend intern",
            "Record inbound internal",
            "Grabar entrantes internas",
            "Enregistrer entrants internes",
            &["recording inbound internal", "inbound internal"],
        ),
        Property::RecordInboundExternal => (
            "Aufzeichnung eingehend extern",
            "Record inbound external",
            "Grabar entrantes externas",
            "Enregistrer entrants externes",
            &["recording inbound external", "inbound external"],
        ),
        Property::RecordOutboundInternal => (
            "Aufzeichnung ausgehend intern",
            "Record outbound internal",
            "Grabar salientes internas",
            "Enregistrer sortants internes",
            &["recording outbound internal", "outbound internal"],
        ),
        Property::RecordOutboundExternal => (
            "Aufzeichnung ausgehend extern",
            "Record outbound external",
            "Grabar salientes externas",
            "Enregistrer sortants externes",
            &["recording outbound external", "outbound external"],
        ),
        Property::Mac => ("MAC-Adresse", "MAC address", "Dirección MAC", "Adresse MAC", &["mac", "mac id"]),
        Property::Model => (
            "Telefonmodell",
            "Phone model",
            "Modelo de teléfono",
            "Modèle de téléphone",
            &["model", "modell", "device model", "modèle", "modelo"],
        ),
    };
    Headers { de, en, es, fr, also }
}
