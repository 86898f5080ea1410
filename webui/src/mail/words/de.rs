//! Deutsch.

use super::Words;

pub(super) const WORDS: Words = Words {
    greeting: "Guten Tag, {name},",
    greeting_nobody: "Guten Tag,",
    support: "Fragen? Hier wird geholfen: {support}",
    sender: "Bellbox, die Telefonanlage von {office}",
    reset_subject: "Ein neues Passwort für {office}",
    reset_asked: "Jemand hat ein neues Passwort für Ihre Anmeldung bei {office} verlangt. Die Anfrage kam von der Adresse {address}.",
    reset_follow: "Wenn Sie das waren, wählen Sie innerhalb von {minutes} Minuten hier ein neues Passwort. Der Link gilt einmal:",
    reset_button: "Neues Passwort wählen",
    reset_not_you: "Wenn Sie das nicht waren, ist nichts zu tun: Ihr Passwort bleibt, wie es ist. Bitte geben Sie diese Nachricht nicht weiter.",
    invitation_subject: "Ihr Telefon bei {office}",
    invitation_who: "{inviter} lädt Sie ein, mit {office} zu telefonieren.",
    invitation_number: "Ihre interne Nummer ist {number}.",
    invitation_ways: "Es gibt zwei Wege, und Sie können beide nutzen.",
    browser_title: "1. Telefonieren im Browser",
    browser_text: "Öffnen Sie diesen Link auf einem Rechner oder Mobiltelefon. Es ist nichts zu installieren:",
    browser_button: "Telefon öffnen",
    softphone_title: "2. Ein beliebiges SIP-Softphone, per QR-Code",
    softphone_scan: "Wählen Sie in der App Linphone „QR-Code scannen“ und richten Sie die Kamera auf diesen Code:",
    softphone_instead: "Der QR-Code: Erlauben Sie dieser Nachricht, Bilder zu zeigen.",
    softphone_type: "Ohne den Code: Wählen Sie in der App Linphone „Konfiguration aus der Ferne abrufen“ und geben Sie diese Adresse ein:",
    softphone_others: "Für ein anderes Softphone öffnen Sie den ersten Link: Er zeigt, was einzugeben ist.",
    invitation_until: "Die Einladung gilt bis {until}.",
    moment: "%-d.%-m.%Y, %H:%M Uhr",
    invitation_keep: "Wer diese Nachricht hat, kann in Ihrem Namen telefonieren. Bitte geben Sie sie nicht weiter.",
    trial_subject: "{office}: Mailversand funktioniert",
    trial_text: "Das ist die Probe, die auf der Seite der Einstellungen verlangt wurde: Der Mailserver {server} nimmt Nachrichten von {from} an.",
    trial_meaning: "Passwörter lassen sich per E-Mail zurücksetzen, und Personen lassen sich einladen.",
};
