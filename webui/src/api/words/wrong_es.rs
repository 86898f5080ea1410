//! What the store refuses of a value, in Spanish.

use store::Wrong;

use super::amounts::{bytes, hours};
use super::things::of_table;
use crate::language::Language::Es;

/// What is wrong with a value.
pub(super) fn detail(wrong: &Wrong) -> String {
    match wrong {
        Wrong::AtSign => "Quite la @: separa un nombre de acceso del nombre de la oficina.".into(),
        Wrong::BeforeActivation => "El último día es anterior al primero.".into(),
        Wrong::Blank => "Quite los espacios.".into(),
        Wrong::BuiltInRole => "La centralita ya trae un rol con este nombre. Elija otro nombre.".into(),
        Wrong::ControlCharacter => "Contiene caracteres invisibles. Quítelos, por favor.".into(),
        Wrong::DeletedToo => "Lo que debe sustituirlo también se eliminaría. Elija otra cosa.".into(),
        Wrong::Empty => "Escriba algo aquí.".into(),
        Wrong::InThePast => "Eso ya ha pasado. Elija un momento posterior.".into(),
        Wrong::LastOwner => {
            "Al menos un propietario debe poder entrar desde ahora y sin fecha de fin.".into()
        }
        Wrong::NeedsFeatureCode => {
            "Para grabar a petición hace falta antes un código de función. Cree uno.".into()
        }
        Wrong::NeedsOne => "Se necesita al menos uno.".into(),
        Wrong::NoSecretHere => "Solo una cuenta SIP tiene una contraseña de este tipo.".into(),
        Wrong::NoSuch { table } => {
            format!("Lo que ha elegido no existe o ya no existe ({}).", of_table(table, Es))
        }
        Wrong::NotACountry { value } => {
            format!("«{value}» no es un código de país. Tiene dos mayúsculas, por ejemplo ES.")
        }
        Wrong::NotADomain { value } => format!("«{value}» no es un dominio. Ejemplo: example.com."),
        Wrong::NotAHost { value } => {
            format!("«{value}» no es el nombre ni la dirección de un servidor. Ejemplo: mail.example.com.")
        }
        Wrong::NotANetwork { value } => {
            format!("«{value}» no es una dirección ni una red. Una red se escribe así: 192.168.1.0/24.")
        }
        Wrong::NotAnEmail { value } => {
            format!("«{value}» no es una dirección de correo. Ejemplo: anna@example.com.")
        }
        Wrong::NotAnImage { media_type } => format!("El archivo no es una imagen del tipo {media_type}."),
        Wrong::NotAnOutsideNumber => {
            "Escriba un número de 1 a 32 cifras. También son posibles * y #, y un + delante.".into()
        }
        Wrong::NotAnOutsideTarget => {
            "El número exterior tiene de 1 a 32 cifras. También son posibles * y #, y un + delante.".into()
        }
        Wrong::NotAPin => "Un PIN tiene de 4 a 8 cifras.".into(),
        Wrong::NotAPrefix { value } => {
            format!("«{value}» no es un prefijo. Tiene 8 cifras como máximo; también son posibles * y #.")
        }
        Wrong::NotAPublicNumber { value } => {
            format!("«{value}» no es un número con el prefijo de su país. Ejemplo: +34912345678.")
        }
        Wrong::NotASecret { chars_max } => format!("Se necesitan de 1 a {chars_max} caracteres visibles."),
        Wrong::NotASipAccount => "En un teléfono solo puede haber cuentas SIP.".into(),
        Wrong::NotASipUri => "Escriba una dirección SIP. Ejemplo: sip:anna@example.com.".into(),
        Wrong::NotATimeZone { value } => format!("«{value}» no es una zona horaria. Ejemplo: Europe/Madrid."),
        Wrong::NotAUrl { value } => {
            format!("«{value}» no es la dirección de una página. Ejemplo: https://pbx.example.com:8443/.")
        }
        Wrong::NotDeletable => "Esto se puede cambiar, pero no eliminar.".into(),
        Wrong::NotOneOf { words } => format!("Elija uno de estos: {}.", words.join(", ")),
        Wrong::NotTheirs => "Esto pertenece a otra persona.".into(),
        Wrong::OneAlready => "Ya hay uno y solo puede haber uno.".into(),
        Wrong::OneOffice => "Ya hay una oficina y solo puede haber una.".into(),
        Wrong::OutOfRange { min, max } => format!("Escriba un número de {min} a {max}."),
        Wrong::Overlap { one, other } => {
            format!("Estas horas se solapan: {} y {}.", hours(one, Es), hours(other, Es))
        }
        Wrong::Position { max } => format!("Las posiciones van de 1 a {max}."),
        Wrong::PositionTwice { position } => format!("La posición {position} aparece dos veces."),
        Wrong::TooLarge { bytes_max } => {
            format!("El archivo es demasiado grande: {} como máximo.", bytes(*bytes_max, Es))
        }
        Wrong::TooLong { chars_max } => format!("Es demasiado largo: {chars_max} caracteres como máximo."),
        Wrong::TooMany { max } => format!("Hay demasiados: {max} como máximo."),
        Wrong::TooManyChanges { max } => {
            format!("Desde entonces se han cambiado más de {max} datos. Elija un momento posterior.")
        }
        Wrong::TooManyTokens { max } => format!("Ya hay {max} claves. Revoque las que nadie usa."),
        Wrong::ToItself => "Esto remite a sí mismo. Elija otra cosa.".into(),
        Wrong::Twice => "Lo mismo aparece dos veces.".into(),
    }
}
