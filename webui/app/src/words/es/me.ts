import type { me as english } from '../en/me';

export const me: typeof english = {
  calls: 'Llamadas',
  settings: 'Ajustes',
  security: 'Seguridad',
  lines: 'Sus números internos',
  noPerson: 'Este usuario no pertenece a ninguna persona, así que no tiene líneas ni llamadas propias.',
  callsForbidden: 'Su rol no permite ver sus llamadas.',
  which: 'Qué llamadas',
  refresh: 'Actualizar',
  noCalls: 'Todavía no hay llamadas así.',
  moreCalls: 'Mostrar llamadas anteriores',
  login: 'Usuario',
  rename: 'Cambiar su usuario',
  renamedBy: 'Quien administra los usuarios del portal en su oficina puede cambiar su usuario.',
  language: 'Idioma',
  languageOfBrowser: 'El del navegador',
  timezone: 'Zona horaria',
  timezoneHint: 'En ella se muestran las fechas y horas. Escriba un lugar para encontrarla.',
  timezoneOfOffice: 'La de la oficina',
  email: 'Correo electrónico',
  emailHint: 'Para avisos y para un enlace si olvida su contraseña.',
  passwordForEmail:
    'Quien lea ese correo puede entrar con su usuario, por eso una dirección nueva necesita su contraseña.',
  password: 'Contraseña',
  oldPassword: 'Contraseña actual',
  newPassword: 'Contraseña nueva',
  changePassword: 'Cambiar la contraseña',
  passwordChanged: 'Su contraseña ha cambiado. Sus otras sesiones han terminado.',
  secondFactor: 'Segundo factor (2FA)',
  secondFactorOn: 'Cada vez que inicia sesión se pide un código de su aplicación de autenticación.',
  secondFactorOff:
    'Con él, iniciar sesión requiere también un código de una aplicación de su teléfono. No entra nadie que solo conozca su contraseña.',
  states: {
    disabled: 'Desactivado',
    pending: 'Se configurará en el próximo inicio de sesión',
    activated: 'Activado',
  },
  switchOn: 'Activar',
  switchOff: 'Desactivar',
  resetKey: 'Restablecer la clave 2FA',
  renewCodes: 'Nuevos códigos de recuperación',
  switchedOff: 'El segundo factor está desactivado.',
  keyForgotten: 'La clave se ha olvidado. Inicie sesión y escanee la nueva.',
  asks: {
    codes: {
      title: 'Nuevos códigos de recuperación',
      about: 'Los que tiene ya no valdrán.',
      act: 'Crear códigos nuevos',
    },
    reset: {
      title: 'Restablecer la clave 2FA',
      about: 'Para un teléfono nuevo. Se cierra su sesión y escanea una imagen nueva al volver a entrar.',
      act: 'Restablecer y salir',
    },
    disable: {
      title: 'Desactivar el segundo factor',
      about: 'A partir de entonces basta su contraseña.',
      act: 'Desactivar',
    },
  },
  code: 'Código de la aplicación',
  confirmCode: 'Confirmar',
  scanApp:
    'Instale una aplicación de autenticación en su teléfono, por ejemplo Aegis, Google Authenticator o Microsoft Authenticator.',
  scanPicture: 'Escanee esta imagen con la aplicación.',
  scanAlt: 'Código QR para la aplicación de autenticación',
  scanTyped: '¿No puede escanearla?',
  scanHere: 'Abrirla en la aplicación de este dispositivo',
  copySecret: 'Copiar la clave',
  scanCode: 'Escriba los seis dígitos que muestra la aplicación.',
  codes: 'Códigos de recuperación',
  codesAbout:
    'El segundo factor está activado. Si pierde su teléfono, cada uno de estos códigos le deja entrar una vez. Guárdelos en un lugar seguro: no se muestran de nuevo.',
  codesKept: 'He guardado estos códigos.',
  codesLost: 'Los códigos no se muestran de nuevo. ¿Cerrar de todos modos?',
  codesName: 'codigos-de-recuperacion.txt',
  codesFile: (login: string, box: string) =>
    `Códigos de recuperación de ${login} para ${box}. Cada uno vale para un inicio de sesión.`,
  print: 'Imprimir',
  done: 'Listo',
  help: 'Ayuda sobre el segundo factor',
  helpAbout: 'Qué es, cómo se configura y qué hacer con un teléfono nuevo o perdido.',
  helpParts: [
    {
      title: 'Qué es',
      text: [
        'Una contraseña se puede ver, adivinar o contar. El segundo factor es algo que solo usted tiene: una aplicación de su teléfono que muestra otros seis dígitos cada 30 segundos. Para entrar hacen falta ambos.',
      ],
    },
    {
      title: 'Configurarlo',
      text: [
        'Instale una aplicación de autenticación. Sirve cualquiera que conozca «TOTP»: Aegis, FreeOTP, Google Authenticator, Microsoft Authenticator o un gestor de contraseñas.',
        'Elija «añadir» o «+» en la aplicación y escanee la imagen que se muestra aquí. Si el teléfono no tiene cámara, escriba la clave que está debajo.',
        'Escriba los seis dígitos que muestra la aplicación. Después recibe códigos de recuperación: imprímalos o guárdelos en un gestor de contraseñas.',
      ],
    },
    {
      title: 'Iniciar sesión',
      text: [
        'Después de la contraseña se pide el código. Cada código vale una vez, durante medio minuto más o menos.',
        'Si se rechaza un código correcto, el reloj del teléfono está mal. Póngalo en hora automática.',
      ],
    },
    {
      title: 'Un teléfono nuevo',
      text: [
        'Si todavía tiene el antiguo, elija «Restablecer la clave 2FA» en su página. Se cierra su sesión y escanea una imagen nueva al volver a entrar.',
      ],
    },
    {
      title: 'El teléfono se ha perdido',
      text: [
        'Entre con un código de recuperación en lugar de un código de la aplicación y después restablezca la clave.',
        'Si tampoco tiene códigos de recuperación, alguien que administre los usuarios del portal puede restablecer su clave.',
      ],
    },
  ],
  sessions: 'Dónde tiene la sesión abierta',
  sessionsAbout: 'Si no conoce alguna, termínela y cambie su contraseña.',
  noSessions: 'Nadie tiene la sesión abierta con este usuario.',
  thisSession: 'Este navegador',
  unknownBrowser: 'Programa desconocido',
  sessionWhere: (address: string, since: string, used: string) =>
    `Desde ${address}, desde el ${since}, último uso el ${used}`,
  endSession: 'Terminar',
  endSessionOf: (browser: string, address: string) => `Terminar la sesión de ${browser} desde ${address}`,
  endOthers: 'Terminar todas las demás sesiones',
  sessionEnded: 'La sesión ha terminado.',
  sessionsEnded: 'Las sesiones han terminado.',
};
