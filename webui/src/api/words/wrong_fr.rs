//! What the store refuses of a value, in French.

use store::Wrong;

use super::amounts::{bytes, hours};
use super::things::of_table;
use crate::language::Language::Fr;

/// What is wrong with a value.
pub(super) fn detail(wrong: &Wrong) -> String {
    match wrong {
        Wrong::AtSign => "Veuillez retirer le @ : il sépare un identifiant du nom du bureau.".into(),
        Wrong::BeforeActivation => "Le dernier jour est avant le premier.".into(),
        Wrong::Blank => "Veuillez retirer les espaces.".into(),
        Wrong::BuiltInRole => {
            "Un rôle de ce nom est fourni avec le standard. Veuillez choisir un autre nom.".into()
        }
        Wrong::ControlCharacter => "Il y a des caractères invisibles. Veuillez les retirer.".into(),
        Wrong::DeletedToo => {
            "L’élément de remplacement serait supprimé lui aussi. Veuillez en choisir un autre.".into()
        }
        Wrong::Empty => "Veuillez saisir quelque chose ici.".into(),
        Wrong::InThePast => "Cette date est déjà passée. Veuillez choisir un moment à venir.".into(),
        Wrong::LastOwner => {
            "Au moins un propriétaire doit pouvoir se connecter dès maintenant et sans date de fin.".into()
        }
        Wrong::NeedsFeatureCode => {
            "L’enregistrement à la demande nécessite d’abord un code de fonction. Veuillez en créer un."
                .into()
        }
        Wrong::NeedsOne => "Il en faut au moins un.".into(),
        Wrong::NoSecretHere => "Seul un compte SIP a un mot de passe de ce genre.".into(),
        Wrong::NoSuch { table } => {
            format!("Votre choix n’existe pas ou n’existe plus ({}).", of_table(table, Fr))
        }
        Wrong::NotACountry { value } => {
            format!("« {value} » n’est pas un code de pays. Il a deux majuscules, par exemple FR.")
        }
        Wrong::NotADomain { value } => format!("« {value} » n’est pas un domaine. Exemple : example.com."),
        Wrong::NotAHost { value } => {
            format!("« {value} » n’est ni le nom ni l’adresse d’un serveur. Exemple : mail.example.com.")
        }
        Wrong::NotANetwork { value } => format!(
            "« {value} » n’est ni une adresse ni un réseau. Un réseau s’écrit ainsi : 192.168.1.0/24."
        ),
        Wrong::NotAnEmail { value } => {
            format!("« {value} » n’est pas une adresse e-mail. Exemple : anna@example.com.")
        }
        Wrong::NotAnImage { media_type } => format!("Le fichier n’est pas une image du type {media_type}."),
        Wrong::NotAnOutsideNumber => {
            "Veuillez saisir un numéro de 1 à 32 chiffres. * et # sont possibles, ainsi qu’un + au début."
                .into()
        }
        Wrong::NotAnOutsideTarget => {
            "Le numéro extérieur a de 1 à 32 chiffres. * et # sont possibles, ainsi qu’un + au début.".into()
        }
        Wrong::NotAPin => "Un code PIN a de 4 à 8 chiffres.".into(),
        Wrong::NotAPrefix { value } => {
            format!("« {value} » n’est pas un préfixe. Il a 8 chiffres au plus ; * et # sont possibles.")
        }
        Wrong::NotAPublicNumber { value } => {
            format!("« {value} » n’est pas un numéro avec son indicatif de pays. Exemple : +33123456789.")
        }
        Wrong::NotASecret { chars_max } => format!("Il faut de 1 à {chars_max} caractères visibles."),
        Wrong::NotASipAccount => "Un téléphone ne peut avoir que des comptes SIP.".into(),
        Wrong::NotASipUri => "Veuillez saisir une adresse SIP. Exemple : sip:anna@example.com.".into(),
        Wrong::NotATimeZone { value } => {
            format!("« {value} » n’est pas un fuseau horaire. Exemple : Europe/Paris.")
        }
        Wrong::NotAUrl { value } => {
            format!("« {value} » n’est pas l’adresse d’une page. Exemple : https://pbx.example.com:8443/.")
        }
        Wrong::NotDeletable => "Cet élément peut être modifié mais pas supprimé.".into(),
        Wrong::NotOneOf { words } => format!("Veuillez choisir parmi : {}.", words.join(", ")),
        Wrong::NotTheirs => "Cet élément appartient à quelqu’un d’autre.".into(),
        Wrong::OneAlready => "Il y en a déjà un, et il ne peut y en avoir qu’un.".into(),
        Wrong::OneOffice => "Il y a déjà un bureau, et il ne peut y en avoir qu’un.".into(),
        Wrong::OutOfRange { min, max } => format!("Veuillez saisir un nombre de {min} à {max}."),
        Wrong::Overlap { one, other } => {
            format!("Ces horaires se chevauchent : {} et {}.", hours(one, Fr), hours(other, Fr))
        }
        Wrong::Position { max } => format!("Les positions vont de 1 à {max}."),
        Wrong::PositionTwice { position } => format!("La position {position} est donnée deux fois."),
        Wrong::TooLarge { bytes_max } => {
            format!("Le fichier est trop volumineux : {} au maximum.", bytes(*bytes_max, Fr))
        }
        Wrong::TooLong { chars_max } => format!("C’est trop long : {chars_max} caractères au maximum."),
        Wrong::TooMany { max } => format!("Il y en a trop : {max} au maximum."),
        Wrong::TooManyChanges { max } => {
            format!("Plus de {max} valeurs ont été modifiées depuis. Veuillez choisir un moment plus récent.")
        }
        Wrong::TooManyTokens { max } => {
            format!("Il y a déjà {max} clés. Veuillez révoquer celles que personne n’utilise.")
        }
        Wrong::ToItself => "Cet élément renvoie à lui-même. Veuillez en choisir un autre.".into(),
        Wrong::Twice => "La même chose est donnée deux fois.".into(),
    }
}
