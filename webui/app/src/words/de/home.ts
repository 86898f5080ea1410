import { counted } from '../counted';
import type { home as english } from '../en/home';

export const home: typeof english = {
  about: 'Was die Anlage in diesem Moment tut, und wie der Tag bisher war.',
  well: 'Alles in Ordnung.',
  asOf: (time: string) => `Stand der Angaben: ${time} Uhr.`,
  noneRegistered:
    'Die Anlage ist bereit, aber noch ist kein Telefon angemeldet. Ein Telefon meldet sich von selbst an, sobald es Benutzernamen und Passwort seines SIP-Kontos hat.',
  switchSilent:
    'Die Vermittlung antwortet nicht: Zurzeit kann nicht telefoniert werden. Bleibt es dabei, starten Sie die Anlage neu.',
  diskTrouble: (records: number) =>
    counted('de', records, {
      one: 'Der Datenträger lässt sich nicht beschreiben. Gespräche laufen weiter; # Anruf wartet im Speicher darauf, verzeichnet zu werden.',
      other:
        'Der Datenträger lässt sich nicht beschreiben. Gespräche laufen weiter; # Anrufe warten im Speicher darauf, verzeichnet zu werden.',
    }),
  bounded: 'Seit dem Start der Anlage musste etwas abgewiesen werden:',
  bounds: {
    calls_refused: (times: number) =>
      counted('de', times, {
        one: '# Anruf, weil zu viele zugleich liefen',
        other: '# Anrufe, weil zu viele zugleich liefen',
      }),
    sip_flood_dropped: (times: number) =>
      counted('de', times, {
        one: '# Nachricht eines Telefons oder Angreifers, der zu viele schickte',
        other: '# Nachrichten von Telefonen oder Angreifern, die zu viele schickten',
      }),
    sip_connections_refused: (times: number) =>
      counted('de', times, {
        one: '# Verbindung eines Telefons, weil es zu viele waren',
        other: '# Verbindungen von Telefonen, weil es zu viele waren',
      }),
    records_dropped: (times: number) =>
      counted('de', times, {
        one: '# Eintrag der Anrufliste, der verloren ist, weil der Datenträger sich nicht beschreiben ließ',
        other: '# Einträge der Anrufliste, die verloren sind, weil der Datenträger sich nicht beschreiben ließ',
      }),
    bindings_dropped: (times: number) =>
      counted('de', times, {
        one: '# Anmeldung, die einen Neustart nicht überstünde',
        other: '# Anmeldungen, die einen Neustart nicht überstünden',
      }),
    rtp_orders_dropped: (times: number) => `Ton der Gespräche: ${times}-mal kam die Anlage nicht nach`,
    rtp_own_ports_refused: (times: number) =>
      `Ton der Gespräche: ${times}-mal nannte ein Telefon eine Adresse der Anlage selbst`,
  },
  begin: 'Hier geht es los: Wer arbeitet in Ihrem Büro?',
  beginHow:
    'Fügen Sie Personen einzeln hinzu, oder importieren Sie sie aus einer Tabelle. Jede bekommt eine interne Nummer; dann können sich Telefone anmelden.',
  addPeople: 'Personen hinzufügen',
  importPeople: 'Importieren',
  callsNow: 'Gespräche jetzt',
  registered: 'Angemeldete SIP-Konten',
  of: (some: string, all: string) => `${some} von ${all}`,
  telephones: (count: number) => counted('de', count, { one: '# Telefon oder App', other: '# Telefone oder Apps' }),
  lists: 'Wessen Telefone?',
  unregistered: (count: number) =>
    counted('de', count, { one: '# ist nicht angemeldet', other: '# sind nicht angemeldet' }),
  phones: {
    title: 'Wer erreichbar ist',
    about: 'Alle SIP-Konten, und ob ihr Telefon oder ihre App da ist. Die nicht erreichbaren stehen oben.',
    list: 'SIP-Konten',
    search: 'Name, Nummer oder Gerät',
    state: 'Zustand',
    states: { registered: 'Angemeldet', 'not-registered': 'Nicht angemeldet', 'not-reachable': 'Antwortet nicht' },
    name: 'Name',
    number: 'Nummer',
    device: 'Gerät',
    account: 'SIP-Konto',
    since: 'Seit',
    address: 'Adresse',
    expires: 'Angemeldet bis',
    longer: 'Länger, als die Anlage läuft',
    never: 'Nicht, seit die Anlage läuft',
    none: 'Es gibt noch keine SIP-Konten.',
    noneFound: 'Kein SIP-Konto passt dazu.',
    hint: 'Ein Telefon, das nicht angemeldet ist, ist ausgeschaltet, ausgesteckt oder nicht eingerichtet. Eines, das nicht antwortet, war vor kurzem noch da: Die Anlage fragt jedes einmal in der Minute.',
  },
  calls: 'Anrufe heute',
  missedOf: (count: number) => counted('de', count, { one: '# nicht angenommen', other: '# nicht angenommen' }),
  answered: 'Angenommen',
  wait: 'Mittlere Wartezeit',
  waitHint: 'bis jemand abnahm',
  seconds: (count: string) => `${count} s`,
  inHours: (count: string) => `${count} h`,
  talk: 'Gesprächszeit',
  talkHint: 'aller Anrufe zusammen',
  live: 'Anrufe in diesem Moment',
  noneLive: 'Niemand telefoniert.',
  between: (from: string, to: string) => `${from} → ${to}`,
  stages: { ringing: 'klingelt', talking: 'im Gespräch', ending: 'endet' },
  moreLive: (count: number) => counted('de', count, { one: 'und # weiterer', other: 'und # weitere' }),
  graph: 'Anrufe heute nach Stunden',
  answeredCalls: 'Angenommen',
  missedCalls: 'Nicht angenommen',
  hour: 'Stunde',
  hours: (hour: number) => `${hour} bis ${hour + 1} Uhr`,
  inHour: (hour: number, answered: number, missed: number) =>
    `${hour} bis ${hour + 1} Uhr: ${answered} angenommen, ${missed} nicht angenommen`,
  cut: (count: number) => `Es gab heute mehr Anrufe; gezählt sind die neuesten ${count}.`,
  asTable: 'Als Tabelle',
  box: 'Die Anlage',
  version: 'Version',
  runs: 'Laufzeit',
  waiting: 'Anrufe, die auf den Datenträger warten',
};
