import { counted } from '../counted';
import type { home as english } from '../en/home';

export const home: typeof english = {
  about: 'Lo que hace la centralita en este momento y cómo ha ido el día hasta ahora.',
  well: 'Todo funciona.',
  asOf: (time: string) => `Datos de las ${time}.`,
  noneRegistered:
    'La centralita está lista, pero todavía no se ha registrado ningún teléfono. Un teléfono se registra solo en cuanto tiene el nombre de usuario y la contraseña de su cuenta SIP.',
  switchSilent: 'La centralita no responde: por ahora no se puede llamar. Si esto sigue así, reinicie el aparato.',
  diskTrouble: (records: number) =>
    counted('es', records, {
      one: 'No se puede escribir en el disco. Las llamadas continúan; # registro de llamada espera en la memoria.',
      other: 'No se puede escribir en el disco. Las llamadas continúan; # registros de llamadas esperan en la memoria.',
    }),
  bounded: 'Desde que se inició la centralita hubo que rechazar:',
  bounds: {
    calls_refused: (times: number) =>
      counted('es', times, {
        one: '# llamada, porque había demasiadas a la vez',
        other: '# llamadas, porque había demasiadas a la vez',
      }),
    sip_flood_dropped: (times: number) =>
      counted('es', times, {
        one: '# mensaje de un teléfono o un atacante que enviaba demasiados',
        other: '# mensajes de teléfonos o atacantes que enviaban demasiados',
      }),
    sip_connections_refused: (times: number) =>
      counted('es', times, {
        one: '# conexión de un teléfono, porque había demasiadas',
        other: '# conexiones de teléfonos, porque había demasiadas',
      }),
    records_dropped: (times: number) =>
      counted('es', times, {
        one: '# registro de llamada, perdido porque no se podía escribir en el disco',
        other: '# registros de llamadas, perdidos porque no se podía escribir en el disco',
      }),
    bindings_dropped: (times: number) =>
      counted('es', times, {
        one: '# registro de teléfono que no sobreviviría a un reinicio',
        other: '# registros de teléfonos que no sobrevivirían a un reinicio',
      }),
    rtp_orders_dropped: (times: number) => `Sonido de las llamadas: ${times} veces la centralita no dio abasto`,
    rtp_own_ports_refused: (times: number) =>
      `Sonido de las llamadas: ${times} veces un teléfono indicó una dirección de la propia centralita`,
  },
  begin: 'Empiece aquí: ¿quién trabaja en su oficina?',
  beginHow:
    'Añada personas una a una o impórtelas de una hoja de cálculo. Cada una recibe un número interno; después se pueden registrar los teléfonos.',
  addPeople: 'Añadir personas',
  importPeople: 'Importar',
  callsNow: 'Llamadas ahora',
  registered: 'Cuentas SIP registradas',
  of: (some: string, all: string) => `${some} de ${all}`,
  telephones: (count: number) =>
    counted('es', count, { one: '# teléfono o aplicación', other: '# teléfonos o aplicaciones' }),
  lists: '¿De quién son?',
  unregistered: (count: number) =>
    counted('es', count, { one: '# no está registrada', other: '# no están registradas' }),
  phones: {
    title: 'A quién se puede llamar',
    about:
      'Todas las cuentas SIP, y si su teléfono o aplicación está ahí. Las que no se pueden llamar aparecen primero.',
    list: 'Cuentas SIP',
    search: 'Nombre, número o dispositivo',
    state: 'Estado',
    states: { registered: 'Registrada', 'not-registered': 'No registrada', 'not-reachable': 'No responde' },
    name: 'Nombre',
    number: 'Número',
    device: 'Dispositivo',
    account: 'Cuenta SIP',
    since: 'Desde',
    address: 'Dirección',
    expires: 'Registrada hasta',
    longer: 'Desde antes de que se iniciara la centralita',
    never: 'No desde que se inició la centralita',
    none: 'Todavía no hay cuentas SIP.',
    noneFound: 'Ninguna cuenta SIP coincide.',
    hint: 'Un teléfono que no está registrado está apagado, desenchufado o sin configurar. Uno que no responde estaba ahí hace poco: la centralita pregunta a cada uno una vez por minuto.',
  },
  calls: 'Llamadas hoy',
  missedOf: (count: number) => counted('es', count, { one: '# sin contestar', other: '# sin contestar' }),
  answered: 'Contestadas',
  wait: 'Espera media',
  waitHint: 'hasta que alguien contestó',
  seconds: (count: string) => `${count} s`,
  inHours: (count: string) => `${count} h`,
  talk: 'Tiempo de conversación',
  talkHint: 'de todas las llamadas juntas',
  live: 'Llamadas en este momento',
  noneLive: 'Nadie está al teléfono.',
  between: (from: string, to: string) => `${from} → ${to}`,
  stages: { ringing: 'suena', talking: 'en conversación', ending: 'termina' },
  moreLive: (count: number) => counted('es', count, { one: 'y # más', other: 'y # más' }),
  graph: 'Llamadas de hoy por horas',
  answeredCalls: 'Contestadas',
  missedCalls: 'Sin contestar',
  hour: 'Hora',
  hours: (hour: number) => `de ${hour}:00 a ${hour + 1}:00`,
  inHour: (hour: number, answered: number, missed: number) =>
    `de ${hour}:00 a ${hour + 1}:00: ${answered} contestadas, ${missed} sin contestar`,
  cut: (count: number) => `Hoy hubo más llamadas; se cuentan las ${count} más recientes.`,
  asTable: 'Como tabla',
  box: 'La centralita',
  version: 'Versión',
  runs: 'En marcha desde hace',
  waiting: 'Registros de llamadas que esperan al disco',
};
