import type { signIn as english } from '../en/signIn';

export const signIn: typeof english = {
  title: 'Iniciar sesión',
  name: 'Usuario, correo electrónico o número interno',
  account: 'Nombre de la cuenta',
  accountHint: 'Solo si el equipo no reconoce su oficina de otro modo. También puede escribirlo tras una @.',
  password: 'Contraseña',
  code: 'Código',
  codeHint: 'Los seis dígitos de su aplicación de autenticación o uno de sus códigos de recuperación.',
  submit: 'Entrar',
  forgotten: 'Restablecer la contraseña',
  ended: 'Su sesión ha terminado. Inicie sesión de nuevo.',
  waits: (name: string) =>
    `Lo que ${name} ha escrito en esta página aún no está guardado y queda a la espera. Si otra persona continúa aquí, se perderá.`,
  notSaved: 'Hay datos sin guardar',
  notSavedAbout: (first: string, second: string) =>
    `Ha iniciado sesión como ${second}. Lo que ${first} ha escrito en esta página no está guardado. Usted no lo ve, y se perderá si continúa.`,
  signInAs: (first: string) => `Iniciar sesión como ${first}`,
  goOnAs: (second: string) => `Descartarlo y continuar como ${second}`,
  support: (whom: string) => `¿Necesita su usuario? Pregunte a: ${whom}.`,
  forgottenAbout:
    'Escriba su nombre de usuario. Si tiene un correo electrónico, se envía allí un enlace para elegir una contraseña nueva.',
  send: 'Enviar el enlace',
  sent: 'Si existe ese nombre de usuario con un correo electrónico, el enlace está en camino. Mire su correo, también el no deseado. El enlace vale media hora.',
  back: 'Volver al inicio de sesión',
  newPassword: 'Contraseña nueva',
  savePassword: 'Guardar la contraseña nueva',
  changed: 'Su contraseña nueva está guardada. Donde tuviera la sesión abierta, tiene que volver a iniciarla.',
  incomplete: 'Este enlace no está completo. Ábralo de nuevo desde el correo o pida otro.',
  another: 'Pedir otro enlace',
  ownPassword: 'Elija su propia contraseña',
  ownPasswordAbout: 'La contraseña que tiene se la dio otra persona. Elija una que solo usted conozca.',
  givenPassword: 'Contraseña que le dieron',
  setUpKey: 'Configurar la aplicación de autenticación',
  setUpKeyAbout:
    'A partir de ahora, para iniciar sesión hacen falta su contraseña y un código de una aplicación de su teléfono. Así no entra nadie que solo conozca su contraseña.',
};
