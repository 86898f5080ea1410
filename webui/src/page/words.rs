//! Every word of the page, in four languages. That each language has each word is checked by the compiler.

use crate::language::Language;

/// The words of the page.
pub(super) struct Words {
    pub(super) subtitle: &'static str,
    /// With no account yet.
    pub(super) well: &'static str,
    /// With `{registered}` of `{accounts}` registered.
    pub(super) well_registered: &'static str,
    /// With none of `{accounts}` registered.
    pub(super) none_registered: &'static str,
    pub(super) switch_silent: &'static str,
    pub(super) disk_trouble: &'static str,
    pub(super) bounds_reached: &'static str,
    pub(super) calls: &'static str,
    pub(super) registered: &'static str,
    /// Between two numbers: "3 of 5".
    pub(super) of: &'static str,
    pub(super) running_for: &'static str,
    pub(super) records_waiting: &'static str,
    pub(super) seconds: &'static str,
    pub(super) minutes: &'static str,
    pub(super) hours: &'static str,
    pub(super) days: &'static str,
    pub(super) begin_title: &'static str,
    pub(super) begin_text: &'static str,
    pub(super) addresses_title: &'static str,
    pub(super) service: &'static str,
    pub(super) address: &'static str,
    pub(super) as_of: &'static str,
    pub(super) version: &'static str,
}

/// The words of one language.
pub(super) fn of(language: Language) -> &'static Words {
    match language {
        Language::De => &DE,
        Language::En => &EN,
        Language::Es => &ES,
        Language::Fr => &FR,
    }
}

const EN: Words = Words {
    subtitle: "Telephone exchange",
    well: "Everything works.",
    well_registered: "Everything works. Accounts registered: {registered} of {accounts}.",
    none_registered: "The exchange is ready, but no telephone has registered yet. Accounts registered: 0 of {accounts}.",
    switch_silent: "The exchange does not answer: no calls can be made at the moment.",
    disk_trouble: "The disk cannot be written to. Calls go on; call records wait in memory.",
    bounds_reached: "Some limits were reached. “bellbox status” tells which.",
    calls: "Calls now",
    registered: "Accounts registered",
    of: "of",
    running_for: "Running for",
    records_waiting: "Call records waiting for the disk",
    seconds: "seconds",
    minutes: "minutes",
    hours: "hours",
    days: "days",
    begin_title: "No telephones yet",
    begin_text: "Describe the office in a file and load it on the box:",
    addresses_title: "Where it can be reached",
    service: "Service",
    address: "Address",
    as_of: "As of",
    version: "Version",
};

const DE: Words = Words {
    subtitle: "Telefonanlage",
    well: "Alles in Ordnung.",
    well_registered: "Alles in Ordnung. Angemeldete Konten: {registered} von {accounts}.",
    none_registered: "Die Anlage ist bereit, aber noch ist kein Telefon angemeldet. Angemeldete Konten: 0 von {accounts}.",
    switch_silent: "Die Vermittlung antwortet nicht: Zurzeit kann nicht telefoniert werden.",
    disk_trouble: "Der Datenträger lässt sich nicht beschreiben. Gespräche laufen weiter; Verbindungsdaten warten im Speicher.",
    bounds_reached: "Einige Grenzen wurden erreicht. „bellbox status“ nennt sie.",
    calls: "Gespräche jetzt",
    registered: "Angemeldete Konten",
    of: "von",
    running_for: "Läuft seit",
    records_waiting: "Verbindungsdaten, die auf den Datenträger warten",
    seconds: "Sekunden",
    minutes: "Minuten",
    hours: "Stunden",
    days: "Tagen",
    begin_title: "Noch keine Telefone",
    begin_text: "Beschreiben Sie das Büro in einer Datei und laden Sie sie auf der Anlage:",
    addresses_title: "Wo die Anlage erreichbar ist",
    service: "Dienst",
    address: "Adresse",
    as_of: "Stand:",
    version: "Version",
};

const FR: Words = Words {
    subtitle: "Central téléphonique",
    well: "Tout fonctionne.",
    well_registered: "Tout fonctionne. Comptes enregistrés : {registered} sur {accounts}.",
    none_registered: "Le central est prêt, mais aucun téléphone ne s’est encore enregistré. Comptes enregistrés : 0 sur {accounts}.",
    switch_silent: "Le central ne répond pas : aucun appel n’est possible pour le moment.",
    disk_trouble: "Impossible d’écrire sur le disque. Les appels continuent ; leurs relevés attendent en mémoire.",
    bounds_reached: "Des limites ont été atteintes. « bellbox status » indique lesquelles.",
    calls: "Appels en cours",
    registered: "Comptes enregistrés",
    of: "sur",
    running_for: "En marche depuis",
    records_waiting: "Relevés d’appels en attente du disque",
    seconds: "secondes",
    minutes: "minutes",
    hours: "heures",
    days: "jours",
    begin_title: "Pas encore de téléphone",
    begin_text: "Décrivez le bureau dans un fichier et chargez-le sur la machine :",
    addresses_title: "Où le joindre",
    service: "Service",
    address: "Adresse",
    as_of: "État au",
    version: "Version",
};

const ES: Words = Words {
    subtitle: "Centralita telefónica",
    well: "Todo funciona.",
    well_registered: "Todo funciona. Cuentas registradas: {registered} de {accounts}.",
    none_registered: "La centralita está lista, pero todavía no se ha registrado ningún teléfono. Cuentas registradas: 0 de {accounts}.",
    switch_silent: "La centralita no responde: por ahora no se puede llamar.",
    disk_trouble: "No se puede escribir en el disco. Las llamadas continúan; sus registros esperan en la memoria.",
    bounds_reached: "Se alcanzaron algunos límites. «bellbox status» indica cuáles.",
    calls: "Llamadas en curso",
    registered: "Cuentas registradas",
    of: "de",
    running_for: "En marcha desde hace",
    records_waiting: "Registros de llamadas que esperan al disco",
    seconds: "segundos",
    minutes: "minutos",
    hours: "horas",
    days: "días",
    begin_title: "Todavía no hay teléfonos",
    begin_text: "Describa la oficina en un archivo y cárguelo en el equipo:",
    addresses_title: "Dónde se encuentra",
    service: "Servicio",
    address: "Dirección",
    as_of: "Datos del",
    version: "Versión",
};
