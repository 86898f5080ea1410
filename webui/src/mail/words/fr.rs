//! Français.

use super::Words;

pub(super) const WORDS: Words = Words {
    greeting: "Bonjour {name},",
    greeting_nobody: "Bonjour,",
    support: "Des questions ? Voici qui vous aide : {support}",
    sender: "Bellbox, le standard téléphonique de {office}",
    reset_subject: "Un nouveau mot de passe pour {office}",
    reset_asked: "Quelqu’un a demandé un nouveau mot de passe pour votre accès à {office}. La demande venait de l’adresse {address}.",
    reset_follow: "Si c’était vous, choisissez ici un nouveau mot de passe dans les {minutes} minutes. Le lien ne sert qu’une fois :",
    reset_button: "Choisir un nouveau mot de passe",
    reset_not_you: "Si ce n’était pas vous, il n’y a rien à faire : votre mot de passe reste le même. Ne transférez pas ce message.",
    invitation_subject: "Votre téléphone chez {office}",
    invitation_who: "{inviter} vous invite à téléphoner avec {office}.",
    invitation_number: "Votre numéro interne est le {number}.",
    invitation_ways: "Il y a deux façons de faire, et vous pouvez utiliser les deux.",
    browser_title: "1. Téléphoner dans le navigateur",
    browser_text: "Ouvrez ce lien sur un ordinateur ou un mobile. Il n’y a rien à installer :",
    browser_button: "Ouvrir le téléphone",
    softphone_title: "2. N’importe quel softphone SIP, par code QR",
    softphone_scan: "Dans l’application Linphone, choisissez « Scanner un QR code » et visez ce code :",
    softphone_instead: "Le code QR : autorisez ce message à afficher les images.",
    softphone_type: "Sans le code : dans l’application Linphone, choisissez « Récupérer une configuration distante » et saisissez cette adresse :",
    softphone_others: "Pour un autre softphone, ouvrez le premier lien : il montre ce qu’il faut saisir.",
    invitation_until: "L’invitation est valable jusqu’au {until}.",
    moment: "%-d/%m/%Y à %H:%M",
    invitation_keep: "Quiconque possède ce message peut téléphoner en votre nom. Merci de ne pas le transférer.",
    trial_subject: "{office} : la messagerie fonctionne",
    trial_text: "Voici l’essai demandé sur la page des réglages : le serveur de messagerie {server} accepte les messages de {from}.",
    trial_meaning: "On peut réinitialiser des mots de passe et inviter des personnes par courriel.",
};
