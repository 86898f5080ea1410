//! Español.

use super::Words;

pub(super) const WORDS: Words = Words {
    greeting: "Hola, {name}:",
    greeting_nobody: "Hola:",
    support: "¿Preguntas? Aquí le ayudan: {support}",
    sender: "Bellbox, la centralita de {office}",
    reset_subject: "Una contraseña nueva para {office}",
    reset_asked: "Alguien ha pedido una contraseña nueva para su acceso a {office}. La petición vino de la dirección {address}.",
    reset_follow: "Si ha sido usted, elija aquí una contraseña nueva en {minutes} minutos. El enlace sirve una vez:",
    reset_button: "Elegir una contraseña nueva",
    reset_not_you: "Si no ha sido usted, no tiene que hacer nada: su contraseña no cambia. No reenvíe este mensaje.",
    invitation_subject: "Su teléfono en {office}",
    invitation_who: "{inviter} le invita a telefonear con {office}.",
    invitation_number: "Su número interno es {number}.",
    invitation_ways: "Hay dos maneras y puede usar las dos.",
    browser_title: "1. Teléfono en el navegador",
    browser_text: "Abra este enlace en un ordenador o en un móvil. No hay que instalar nada:",
    browser_button: "Abrir el teléfono",
    softphone_title: "2. Cualquier softphone SIP, con código QR",
    softphone_scan: "En la aplicación Linphone elija «Escanear código QR» y apunte la cámara a este código:",
    softphone_instead: "El código QR: permita que este mensaje muestre imágenes.",
    softphone_type: "Sin el código: en la aplicación Linphone elija «Obtener configuración remota» e introduzca esta dirección:",
    softphone_others: "Para otro softphone abra el primer enlace: muestra lo que hay que introducir.",
    invitation_until: "La invitación es válida hasta el {until}.",
    moment: "%-d/%-m/%Y, %H:%M",
    invitation_keep: "Quien tenga este mensaje puede telefonear en su nombre. No lo reenvíe, por favor.",
    trial_subject: "{office}: el correo funciona",
    trial_text: "Esta es la prueba que se pidió en la página de ajustes: el servidor de correo {server} acepta mensajes de {from}.",
    trial_meaning: "Se pueden restablecer contraseñas e invitar a personas por correo.",
};
