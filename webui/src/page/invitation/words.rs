//! Every word of the pages of invitations, in four languages. That each language has each word is checked by the compiler.

use super::Typed;
use crate::language::Language;

/// The words of one language. What stands in braces is filled in.
pub(super) struct Words {
    /// `{office}`
    pub(super) title: &'static str,
    pub(super) subtitle: &'static str,
    /// `{name}`
    pub(super) greeting: &'static str,
    /// `{number}`
    pub(super) number: &'static str,
    pub(super) softphone: &'static str,
    pub(super) scan: &'static str,
    /// What the QR code is, for those who do not see it.
    pub(super) code: &'static str,
    pub(super) link: &'static str,
    pub(super) others: &'static str,
    pub(super) username: &'static str,
    pub(super) secret: &'static str,
    pub(super) domain: &'static str,
    pub(super) port: &'static str,
    pub(super) transport: &'static str,
    pub(super) before: &'static str,
    pub(super) password: &'static str,
    pub(super) repeat: &'static str,
    /// `{login}`
    pub(super) rule: &'static str,
    pub(super) choose: &'static str,
    pub(super) finish_text: &'static str,
    pub(super) finish: &'static str,
    pub(super) differ: &'static str,
    /// `{until}`
    pub(super) until: &'static str,
    /// A moment as jiff's strftime writes it.
    pub(super) moment: &'static str,
    pub(super) keep: &'static str,
    pub(super) done: &'static str,
    /// `{login}`
    pub(super) sign_in: &'static str,
    pub(super) sign_in_link: &'static str,
    pub(super) gone: &'static str,
    pub(super) gone_text: &'static str,
    /// `{support}`
    pub(super) support: &'static str,
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

impl Words {
    pub(super) fn of_typed<'a>(&self, typed: Typed<'a>) -> &'a str {
        match typed {
            Typed::Differ => self.differ,
            Typed::Unfit(why) => why,
        }
    }
}

const EN: Words = Words {
    title: "Your telephone at {office}",
    subtitle: "Invitation",
    greeting: "Welcome, {name}.",
    number: "Your internal number is {number}.",
    softphone: "A soft-phone",
    scan: "In the app Linphone choose “Scan QR code” and point the camera at this code:",
    code: "QR code with the settings of the soft-phone",
    link: "Linphone is on this device: open it with these settings",
    others: "In another SIP soft-phone, enter this:",
    username: "User name",
    secret: "Password",
    domain: "Domain or server",
    port: "Port",
    transport: "Transport",
    before: "Set the soft-phone up first: when you have finished below, this page shows nothing any more.",
    password: "Your password",
    repeat: "The same password again",
    rule: "You sign in to the portal as {login}. Choose a password of 12 to 32 characters that nobody guesses easily.",
    choose: "Set the password",
    finish_text: "Is everything set up?",
    finish: "Finish",
    differ: "The two passwords are not the same. Please type them again.",
    until: "The invitation is valid until {until}.",
    moment: "%-d %B %Y, %H:%M",
    keep: "Whoever has the address of this page can telephone in your name. Please do not pass it on.",
    done: "All done. The invitation is used up.",
    sign_in: "From now on you sign in as {login} with the password that you have chosen.",
    sign_in_link: "To the exchange",
    gone: "This invitation is not valid.",
    gone_text: "It was used already, is too old, or a newer one was sent. Look for a newer mail, or ask the one who invited you to send the invitation again.",
    support: "Questions? This is who helps: {support}",
};

const DE: Words = Words {
    title: "Ihr Telefon bei {office}",
    subtitle: "Einladung",
    greeting: "Willkommen, {name}.",
    number: "Ihre interne Nummer ist {number}.",
    softphone: "Ein Softphone",
    scan: "Wählen Sie in der App Linphone „QR-Code scannen“ und richten Sie die Kamera auf diesen Code:",
    code: "QR-Code mit den Einstellungen des Softphones",
    link: "Linphone ist auf diesem Gerät: mit diesen Einstellungen öffnen",
    others: "In einem anderen SIP-Softphone geben Sie dies ein:",
    username: "Benutzername",
    secret: "Passwort",
    domain: "Domain oder Server",
    port: "Port",
    transport: "Transport",
    before: "Richten Sie zuerst das Softphone ein: Wenn Sie unten fertig sind, zeigt diese Seite nichts mehr.",
    password: "Ihr Passwort",
    repeat: "Dasselbe Passwort noch einmal",
    rule: "Im Portal melden Sie sich als {login} an. Wählen Sie ein Passwort mit 12 bis 32 Zeichen, das niemand leicht errät.",
    choose: "Passwort setzen",
    finish_text: "Ist alles eingerichtet?",
    finish: "Fertig",
    differ: "Die beiden Passwörter sind nicht gleich. Bitte geben Sie sie noch einmal ein.",
    until: "Die Einladung gilt bis {until}.",
    moment: "%-d.%-m.%Y, %H:%M Uhr",
    keep: "Wer die Adresse dieser Seite hat, kann in Ihrem Namen telefonieren. Bitte geben Sie sie nicht weiter.",
    done: "Alles erledigt. Die Einladung ist verbraucht.",
    sign_in: "Ab jetzt melden Sie sich als {login} mit dem Passwort an, das Sie gewählt haben.",
    sign_in_link: "Zur Telefonanlage",
    gone: "Diese Einladung gilt nicht.",
    gone_text: "Sie wurde schon benutzt, ist zu alt, oder es wurde eine neuere geschickt. Suchen Sie nach einer neueren E-Mail, oder bitten Sie, dass man Ihnen die Einladung noch einmal schickt.",
    support: "Fragen? Hier wird geholfen: {support}",
};

const FR: Words = Words {
    title: "Votre téléphone chez {office}",
    subtitle: "Invitation",
    greeting: "Bienvenue, {name}.",
    number: "Votre numéro interne est le {number}.",
    softphone: "Un téléphone logiciel",
    scan: "Dans l’application Linphone, choisissez « Scanner un QR code » et visez ce code :",
    code: "QR code avec les réglages du téléphone logiciel",
    link: "Linphone est sur cet appareil : l’ouvrir avec ces réglages",
    others: "Dans un autre téléphone logiciel SIP, saisissez ceci :",
    username: "Nom d’utilisateur",
    secret: "Mot de passe",
    domain: "Domaine ou serveur",
    port: "Port",
    transport: "Transport",
    before: "Réglez d’abord le téléphone logiciel : quand vous aurez terminé ci-dessous, cette page ne montrera plus rien.",
    password: "Votre mot de passe",
    repeat: "Le même mot de passe, encore une fois",
    rule: "Vous vous connectez au portail en tant que {login}. Choisissez un mot de passe de 12 à 32 caractères que personne ne devine facilement.",
    choose: "Définir le mot de passe",
    finish_text: "Tout est réglé ?",
    finish: "Terminer",
    differ: "Les deux mots de passe ne sont pas identiques. Veuillez les saisir à nouveau.",
    until: "L’invitation est valable jusqu’au {until}.",
    moment: "%d/%m/%Y à %H:%M",
    keep: "Quiconque a l’adresse de cette page peut téléphoner en votre nom. Ne la transmettez pas.",
    done: "C’est terminé. L’invitation a été utilisée.",
    sign_in: "Désormais, vous vous connectez en tant que {login} avec le mot de passe que vous avez choisi.",
    sign_in_link: "Vers le central",
    gone: "Cette invitation n’est pas valable.",
    gone_text: "Elle a déjà été utilisée, elle est trop ancienne, ou une plus récente a été envoyée. Cherchez un courriel plus récent, ou demandez que l’invitation vous soit renvoyée.",
    support: "Des questions ? Voici qui vous aide : {support}",
};

const ES: Words = Words {
    title: "Su teléfono en {office}",
    subtitle: "Invitación",
    greeting: "Le damos la bienvenida, {name}.",
    number: "Su número interno es el {number}.",
    softphone: "Un teléfono por software",
    scan: "En la aplicación Linphone, elija «Escanear código QR» y apunte la cámara a este código:",
    code: "Código QR con los ajustes del teléfono por software",
    link: "Linphone está en este dispositivo: abrirlo con estos ajustes",
    others: "En otro teléfono SIP por software, introduzca esto:",
    username: "Nombre de usuario",
    secret: "Contraseña",
    domain: "Dominio o servidor",
    port: "Puerto",
    transport: "Transporte",
    before: "Configure primero el teléfono por software: cuando termine abajo, esta página ya no mostrará nada.",
    password: "Su contraseña",
    repeat: "La misma contraseña otra vez",
    rule: "En el portal inicia sesión como {login}. Elija una contraseña de 12 a 32 caracteres que nadie adivine fácilmente.",
    choose: "Establecer la contraseña",
    finish_text: "¿Está todo configurado?",
    finish: "Terminar",
    differ: "Las dos contraseñas no son iguales. Escríbalas otra vez.",
    until: "La invitación es válida hasta el {until}.",
    moment: "%d/%m/%Y, %H:%M",
    keep: "Quien tenga la dirección de esta página puede llamar en su nombre. No la comparta.",
    done: "Todo listo. La invitación ya se ha usado.",
    sign_in: "A partir de ahora inicia sesión como {login} con la contraseña que ha elegido.",
    sign_in_link: "A la centralita",
    gone: "Esta invitación no es válida.",
    gone_text: "Ya se usó, es demasiado antigua o se envió una más reciente. Busque un correo más reciente o pida que le envíen la invitación otra vez.",
    support: "¿Preguntas? Aquí le ayudan: {support}",
};
