//! What refusals say in Spanish.

use super::amounts::{bytes, span};
use super::may::may;
use super::things::thing;
use crate::api::fact::Fact;
use crate::language::Language::Es;
use crate::sign_in::password::{CHARS_MAX, CHARS_MIN};

/// What is wrong.
pub(super) fn detail(fact: &Fact) -> String {
    match fact {
        Fact::AddressNotAllowed { address } => {
            format!("Este acceso no se puede usar desde la dirección {address}. Un propietario puede permitirlo.")
        }
        Fact::AllowListUnreadable => {
            "La lista de direcciones desde las que se puede usar este acceso no se puede leer. Hasta que un propietario la \
             corrija, nadie puede entrar con él."
                .into()
        }
        Fact::Busy => "En este momento hay mucha actividad. Inténtelo de nuevo dentro de un momento.".into(),
        Fact::ChangedElsewhere { .. } => {
            "Esto se cambia en otro lugar, donde se hace también lo que depende de ello.".into()
        }
        Fact::ChangedSince => "No se puede deshacer, porque una parte se ha vuelto a cambiar desde entonces.".into(),
        Fact::ClockImpossible { from, until } => {
            format!("Esa hora no puede ser correcta: no está entre {from} y {until}. \
                 Compruebe el reloj de este ordenador.")
        }
        Fact::ClockNotSet { why } => format!("No se ha podido poner en hora el reloj del equipo: «{why}»."),
        Fact::ClockWrong { phone_ahead_s } => {
            let by = span(phone_ahead_s.unsigned_abs(), Es);
            let way = if *phone_ahead_s < 0 { "atrasado" } else { "adelantado" };
            format!("El código es correcto, pero el reloj de su teléfono va {way} {by}. Póngalo en hora automática.")
        }
        Fact::CodeNeeded => "Escriba también el código que muestra su aplicación de autenticación.".into(),
        Fact::CodeUsed => "Este código ya se ha usado. Espere al siguiente.".into(),
        Fact::CodeWrong => "El código no es correcto. Escriba el que la aplicación muestra ahora.".into(),
        Fact::ConsentNeeded => "Con esto se perdería algo. Confirme que está de acuerdo.".into(),
        Fact::ConsentOfPeopleNeeded => {
            "Confirme que todas las personas del archivo esperan saber de usted y que ya tiene relación con ellas.".into()
        }
        Fact::CrossSite => {
            "Esta petición venía de otro sitio web y se ha detenido. Use la página de la propia centralita.".into()
        }
        Fact::Expired => "Este acceso ha caducado. Un propietario puede prolongarlo.".into(),
        Fact::HostBits { address, network } => {
            format!("«{address}» con esa longitud no es una red: se trata de {address} sola o de {network}.")
        }
        Fact::InUse { what } => {
            format!("Todavía se está usando ({}), así que aún no se puede eliminar.", thing(what, Es))
        }
        Fact::Invalid => "Revise los datos que ha escrito.".into(),
        Fact::LastOwner => "Es el último propietario que puede entrar. Nombre antes propietario a otra persona con contraseña.".into(),
        Fact::LocksYouOut { address } => {
            format!("Con esta lista usted mismo se quedaría sin acceso: su dirección {address} no está en ella.")
        }
        Fact::MailFailed { why } => {
            format!("No se ha podido enviar el correo. El servidor de correo dice: «{why}».")
        }
        Fact::MailServerMissing => {
            "No hay ningún servidor de correo configurado y no se puede enviar correo. Puede hacerlo en los ajustes.".into()
        }
        Fact::Malformed { why } => format!("Los datos enviados no se pueden leer: «{why}»."),
        Fact::MalformedParameter { name, value } => format!("«{value}» no es posible para «{name}»."),
        Fact::MethodNotAllowed { allowed } => format!("Esto no se puede hacer aquí. Es posible: {allowed}."),
        Fact::Missing => "Rellene este campo.".into(),
        Fact::NameTaken { name, holder } if holder.is_empty() => format!("«{name}» ya está ocupado."),
        Fact::NameTaken { name, holder } => format!("«{name}» ya está ocupado: {}.", thing(holder, Es)),
        Fact::NotFound => "Esto no existe o ya no existe.".into(),
        Fact::NotMoreThanYouMay => "Solo puede conceder a otros los permisos que usted mismo tiene.".into(),
        Fact::NotSignedIn => "Inicie sesión primero.".into(),
        Fact::NotYetActive => "Este acceso todavía no está activo. Su primer día está por llegar.".into(),
        Fact::NotYourself => "No puede hacer esto con su propio acceso. Pídaselo a otra persona.".into(),
        Fact::OwnersOnly => "Solo un propietario puede hacer esto, con su propia sesión iniciada.".into(),
        Fact::PasswordChangeNeeded => "Elija primero una contraseña nueva.".into(),
        Fact::PasswordUnfit { code, chars } => password(code, *chars),
        Fact::PermissionMissing { permission } => format!("No tiene permiso para {}.", may(permission, Es)),
        Fact::PreconditionFailed => {
            "Alguien lo ha cambiado entretanto. Vuelva a mirarlo antes de cambiarlo.".into()
        }
        Fact::QueryTooLong => "Su búsqueda es demasiado larga. Hágala más corta.".into(),
        Fact::ScanNeeded => "Conecte primero su aplicación de autenticación.".into(),
        Fact::SetUpAlready => "Este equipo ya está configurado. Inicie sesión.".into(),
        Fact::SetupCodeWrong => "Este no es el código que muestra la consola del equipo.".into(),
        Fact::SignInRefused => "El nombre o la contraseña no es correcto.".into(),
        Fact::Storage { why } => {
            format!("En este momento no se puede acceder a los datos de la oficina: «{why}».")
        }
        Fact::TokenRefused => {
            "Este enlace ya se ha usado, es demasiado antiguo o está incompleto. Pida uno nuevo.".into()
        }
        Fact::TooLarge { bytes_max } => format!("Es demasiado grande: {} como máximo.", bytes(*bytes_max, Es)),
        Fact::TooLate { time_s } => format!("No ha llegado completo en {}. Inténtelo de nuevo.", span(*time_s, Es)),
        Fact::TooManyTries { wait_s } => {
            format!("Ha habido demasiados intentos fallidos. Espere {}.", span(*wait_s, Es))
        }
        Fact::UnknownParameter { name } => format!("«{name}» no se conoce aquí o aparece dos veces."),
        Fact::UnsupportedType { expected } => format!("Se espera un archivo del tipo {expected}."),
        Fact::Wrong(wrong) => super::wrong_es::detail(wrong),
    }
}

fn password(code: &str, chars: usize) -> String {
    match code {
        "password-control-character" => {
            "La contraseña contiene caracteres invisibles. Quítelos, por favor.".into()
        }
        "password-same" => "Esta es su contraseña antigua. Elija una nueva.".into(),
        "password-too-long" => format!("La contraseña tiene {chars} caracteres: {CHARS_MAX} como máximo."),
        "password-too-short" => {
            format!("La contraseña tiene {chars} caracteres: se necesitan al menos {CHARS_MIN}.")
        }
        // password-weak.
        _ => "Esta contraseña es demasiado fácil de adivinar. Varias palabras sin relación forman una buena."
            .into(),
    }
}
