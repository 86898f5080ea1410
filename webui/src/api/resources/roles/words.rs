//! What the program's roles are called, in four languages.

use model::Role;

use crate::language::Language;

/// The name of a role.
pub(super) fn name(role: Role, language: Language) -> &'static str {
    let [de, en, es, fr] = match role {
        Role::CallCentreAdmin => [
            "Callcenter-Leitung",
            "Call-centre admin",
            "Responsable del centro de llamadas",
            "Responsable du centre d’appels",
        ],
        Role::Installer => ["Techniker", "Installer", "Instalador", "Installateur"],
        Role::OfficeManager => {
            ["Büroleitung", "Office manager", "Responsable de la oficina", "Responsable du bureau"]
        }
        Role::Owner => ["Inhaber", "Owner", "Propietario", "Propriétaire"],
        Role::TransactionsOnly => [
            "Nur Anruflisten",
            "Transactions only",
            "Solo registros de llamadas",
            "Relevés d’appels uniquement",
        ],
        Role::User => ["Benutzer", "User", "Usuario", "Utilisateur"],
    };
    match language {
        Language::De => de,
        Language::En => en,
        Language::Es => es,
        Language::Fr => fr,
    }
}
