//! What refusals say in French.

use super::amounts::{bytes, span};
use super::may::may;
use super::things::thing;
use crate::api::fact::Fact;
use crate::language::Language::Fr;
use crate::sign_in::password::{CHARS_MAX, CHARS_MIN};

/// What is wrong.
pub(super) fn detail(fact: &Fact) -> String {
    match fact {
        Fact::AddressNotAllowed { address } => {
            format!("Cet accès ne peut pas être utilisé depuis l’adresse {address}. Un propriétaire peut l’autoriser.")
        }
        Fact::AllowListUnreadable => {
            "La liste des adresses depuis lesquelles cet accès peut être utilisé est illisible. Tant qu’un propriétaire ne l’a \
             pas corrigée, personne ne peut s’en servir."
                .into()
        }
        Fact::Busy => "Il y a beaucoup d’activité en ce moment. Veuillez réessayer dans un instant.".into(),
        Fact::ChangedElsewhere { .. } => {
            "Cela se modifie ailleurs, là où tout ce qui en dépend est fait aussi.".into()
        }
        Fact::ChangedSince => {
            "Il est impossible d’annuler, car une partie a été modifiée de nouveau entre-temps.".into()
        }
        Fact::ClockImpossible { from, until } => {
            format!("Cette heure ne peut pas être juste : elle n’est pas entre {from} et {until}. \
                 Veuillez vérifier l’horloge de cet ordinateur.")
        }
        Fact::ClockNotSet { why } => format!("L’horloge du boîtier n’a pas pu être réglée : « {why} »."),
        Fact::ClockWrong { phone_ahead_s } => {
            let by = span(phone_ahead_s.unsigned_abs(), Fr);
            let way = if *phone_ahead_s < 0 { "retarde" } else { "avance" };
            format!(
                "Le code est juste, mais l’horloge de votre téléphone {way} de {by}. Veuillez la régler sur l’heure automatique."
            )
        }
        Fact::CodeNeeded => "Veuillez saisir aussi le code affiché par votre application d’authentification.".into(),
        Fact::CodeUsed => "Ce code a déjà servi. Veuillez attendre le suivant.".into(),
        Fact::CodeWrong => "Le code n’est pas juste. Veuillez saisir celui que l’application affiche maintenant.".into(),
        Fact::ConsentNeeded => "Quelque chose serait perdu. Veuillez confirmer que vous êtes d’accord.".into(),
        Fact::ConsentOfPeopleNeeded => {
            "Veuillez confirmer que toutes les personnes du fichier s’attendent à avoir de vos nouvelles et que vous êtes déjà en relation avec elles.".into()
        }
        Fact::CrossSite => {
            "Cette demande venait d’un autre site et a été arrêtée. Veuillez utiliser la page du standard lui-même.".into()
        }
        Fact::Expired => "Cet accès a expiré. Un propriétaire peut le prolonger.".into(),
        Fact::HostBits { address, network } => {
            format!("« {address} » avec cette longueur n’est pas un réseau : il s’agit soit de {address} seule, soit de {network}.")
        }
        Fact::InUse { what } => {
            format!("Cet élément sert encore ({}) : il ne peut pas être supprimé pour l’instant.", thing(what, Fr))
        }
        Fact::Invalid => "Veuillez vérifier votre saisie.".into(),
        Fact::LastOwner => "C’est le dernier propriétaire qui peut se connecter. Veuillez d’abord en nommer un autre qui a un mot de passe.".into(),
        Fact::LocksYouOut { address } => {
            format!("Avec cette liste, vous n’auriez plus accès vous-même : votre adresse {address} n’y figure pas.")
        }
        Fact::MailFailed { why } => {
            format!("L’e-mail n’a pas pu être envoyé. Le serveur de messagerie répond : « {why} ».")
        }
        Fact::MailServerMissing => {
            "Aucun serveur de messagerie n’est configuré : aucun e-mail ne peut partir. Cela se fait dans les réglages.".into()
        }
        Fact::Malformed { why } => format!("Les données envoyées sont illisibles : « {why} »."),
        Fact::MalformedParameter { name, value } => format!("« {value} » n’est pas possible pour « {name} »."),
        Fact::MethodNotAllowed { allowed } => {
            format!("Ce n’est pas possible ici. Ce qui est possible : {allowed}.")
        }
        Fact::Missing => "Veuillez remplir ce champ.".into(),
        Fact::NameTaken { name, holder } if holder.is_empty() => format!("« {name} » est déjà pris."),
        Fact::NameTaken { name, holder } => format!("« {name} » est déjà pris : {}.", thing(holder, Fr)),
        Fact::NotFound => "Cet élément n’existe pas ou n’existe plus.".into(),
        Fact::NotMoreThanYouMay => {
            "Vous ne pouvez accorder à d’autres que les droits que vous avez vous-même.".into()
        }
        Fact::NotSignedIn => "Veuillez d’abord vous connecter.".into(),
        Fact::NotYetActive => "Cet accès n’est pas encore actif. Son premier jour est à venir.".into(),
        Fact::NotYourself => {
            "Vous ne pouvez pas le faire pour votre propre accès. Veuillez vous adresser à quelqu’un d’autre.".into()
        }
        Fact::OwnersOnly => "Seul un propriétaire peut le faire, connecté avec son propre accès.".into(),
        Fact::PasswordChangeNeeded => "Veuillez d’abord choisir un nouveau mot de passe.".into(),
        Fact::PasswordUnfit { code, chars } => password(code, *chars),
        Fact::PermissionMissing { permission } => format!("Vous n’avez pas le droit {}.", may(permission, Fr)),
        Fact::PreconditionFailed => {
            "Quelqu’un a modifié cet élément entre-temps. Veuillez le regarder de nouveau avant de le modifier.".into()
        }
        Fact::QueryTooLong => "Votre recherche est trop longue. Veuillez la raccourcir.".into(),
        Fact::ScanNeeded => "Veuillez d’abord associer votre application d’authentification.".into(),
        Fact::SetUpAlready => "Ce boîtier est déjà installé. Veuillez vous connecter.".into(),
        Fact::SetupCodeWrong => "Ce n’est pas le code qu’affiche la console du boîtier.".into(),
        Fact::SignInRefused => "Le nom ou le mot de passe n’est pas juste.".into(),
        Fact::Storage { why } => {
            format!("Les données du bureau sont inaccessibles pour le moment : « {why} ».")
        }
        Fact::TokenRefused => {
            "Ce lien a déjà servi, est trop ancien ou incomplet. Veuillez en demander un nouveau.".into()
        }
        Fact::TooLarge { bytes_max } => format!("C’est trop volumineux : {} au maximum.", bytes(*bytes_max, Fr)),
        Fact::TooLate { time_s } => format!("Rien de complet n’est arrivé en {}. Veuillez réessayer.", span(*time_s, Fr)),
        Fact::TooManyTries { wait_s } => {
            format!("Il y a eu trop d’essais erronés. Veuillez attendre {}.", span(*wait_s, Fr))
        }
        Fact::UnknownParameter { name } => format!("« {name} » est inconnu ici ou indiqué deux fois."),
        Fact::UnsupportedType { expected } => format!("Un fichier du type {expected} est attendu."),
        Fact::Wrong(wrong) => super::wrong_fr::detail(wrong),
    }
}

fn password(code: &str, chars: usize) -> String {
    match code {
        "password-control-character" => {
            "Le mot de passe contient des caractères invisibles. Veuillez les retirer.".into()
        }
        "password-same" => "C’est votre ancien mot de passe. Veuillez en choisir un nouveau.".into(),
        "password-too-long" => format!("Le mot de passe a {chars} caractères : {CHARS_MAX} au maximum."),
        "password-too-short" => {
            format!("Le mot de passe a {chars} caractères : il en faut au moins {CHARS_MIN}.")
        }
        // password-weak.
        _ => "Ce mot de passe est trop facile à deviner. Plusieurs mots sans lien entre eux en font un bon."
            .into(),
    }
}
