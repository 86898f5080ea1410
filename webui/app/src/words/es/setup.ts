import { counted } from '../counted';
import type { setup as english } from '../en/setup';

export const setup: typeof english = {
  place: (place: number, of: number) => `Paso ${place} de ${of}`,
  progress: 'Progreso de la configuración',
  titles: {
    code: 'Configurar esta centralita',
    clock: 'El reloj',
    office: 'Su oficina',
    owner: 'Su acceso',
    numbers: 'Extensiones',
    done: 'Listo',
  },
  welcome:
    'Este equipo aún no pertenece a nadie. Para hacerlo suyo, escriba el código que muestra donde se inició: en su pantalla, en la consola serie o en su registro.',
  code: 'Código',
  codeHint: 'Ocho letras y cifras. Se crea uno nuevo cada vez que arranca el equipo.',
  certificateTitle: '¿Por qué me ha avisado el navegador?',
  certificate:
    'Lo que escribe aquí va cifrado. Pero el equipo ha firmado él mismo su certificado, porque no tiene un nombre en Internet por el que alguien pueda responder, y su navegador no conoce esa firma. Dentro de su propia red puede continuar. Para estar seguro, compare la huella que muestra el navegador con la de la consola; para que no avise más, entregue al navegador el archivo ca.pem del equipo.',
  clockWhy: 'Los códigos de acceso y los horarios necesitan la hora correcta.',
  boxClock: 'El equipo',
  ownClock: 'Este ordenador',
  clockGood: 'Los relojes coinciden.',
  clockWrong: 'Los relojes difieren. Si este ordenador va bien, ponga el equipo en hora según él.',
  clockElsewhere:
    'Los relojes difieren. Este programa no puede poner en hora el equipo: eso lo hace quien se ocupa del ordenador en el que funciona, mejor con un servidor de hora (NTP).',
  clockSet:
    'El reloj está en hora. El equipo tiene con ello un certificado nuevo: si el navegador vuelve a avisar, compare la huella con la nueva de la consola y vuelva a cargar esta página. Lo que ha escrito se conserva, salvo la contraseña.',
  setClock: 'Poner el equipo en hora según este ordenador',
  goOn: 'Continuar de todos modos',
  officeName: 'Nombre de la oficina',
  officeNameHint: 'Como debe figurar en las páginas y los teléfonos.',
  country: 'País',
  region: 'Región',
  regionHint: 'Para sus días festivos.',
  noRegion: 'Ninguna en particular',
  timezone: 'Zona horaria',
  ownerWhy: 'Con este acceso lo administra todo. Más tarde podrá dar a otros el suyo.',
  login: 'Usuario',
  loginHint: 'Como máximo 64 caracteres, sin espacios.',
  email: 'Correo electrónico',
  emailHint: 'Por si olvida la contraseña; puede quedar vacío.',
  makeOffice: 'Crear la oficina e iniciar sesión',
  numbersWhy:
    'Cada extensión recibe un número, una cuenta para un teléfono y un buzón. Los nombres se pueden poner después o venir de un archivo.',
  firstNumber: 'Primer número',
  howMany: 'Cuántas',
  wrongFirst: 'De dos a diez cifras; la primera, distinta de 0.',
  wrongCount: (most: number) => `De 1 a ${most}, y todos los números deben tener tantas cifras como el primero.`,
  extension: (number: string) => `Extensión ${number}`,
  makeNumbers: 'Crear las extensiones',
  importFile: 'Importar un archivo con nombres …',
  later: 'Más tarde',
  done: (made: number) =>
    made === 0
      ? 'La oficina está creada. Aún no tiene extensiones.'
      : `La oficina está creada, con ${counted('es', made, { one: '# extensión', other: '# extensiones' })}.`,
  nextTitle: 'Qué viene ahora',
  nextPhones: 'Teléfonos: en la página de cada persona está la cuenta para un teléfono o una aplicación.',
  nextFactor: (name: string) => `Su acceso ${name}: protéjalo con una aplicación de autenticación en «Mi página».`,
  nextPeople: 'Personas: ponga nombre a las extensiones y envíe invitaciones por correo.',
  open: 'Abrir el portal',
};
