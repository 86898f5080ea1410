import { counted } from '../counted';
import type { audit as english } from '../en/audit';

export const audit: typeof english = {
  about: 'Wer was geändert hat, wer kam und ging. Jede Änderung lässt sich zurücknehmen.',
  list: 'Änderungen',
  today: (time: string) => `heute um ${time}`,
  yesterday: (time: string) => `gestern um ${time}`,
  onWeekday: (day: string, time: string) => `am ${day} um ${time}`,
  onDay: (day: string, time: string) => `am ${day} um ${time}`,
  onTheBox: (name: string) => `${name} (an der Anlage selbst)`,
  theBox: 'Die Anlage',
  somebody: 'Jemand',
  gone: '(nicht mehr vorhanden)',
  nothing: '(nichts)',
  account: 'SIP-Konto',
  things: {
    office: { it: 'das Büro', of: 'dem Büro' },
    mail_server: { it: 'den Mailserver', of: 'dem Mailserver' },
  },
  cell: (field: string, value: string) => `${field}: ${value}`,
  changed: (who: string, field: string, what: string, from: string, to: string, when: string) =>
    `${who} hat ${when} bei ${what} ${field} von „${from}“ in „${to}“ geändert`,
  set: (who: string, field: string, what: string, to: string, when: string) =>
    `${who} hat ${when} bei ${what} ${field} auf „${to}“ gesetzt`,
  cleared: (who: string, field: string, what: string, from: string, when: string) =>
    `${who} hat ${when} bei ${what} ${field} „${from}“ entfernt`,
  secret: (who: string, field: string, what: string, when: string) =>
    `${who} hat ${when} bei ${what} ${field} geändert`,
  fields: (who: string, count: number, what: string, when: string) =>
    `${who} hat ${when} bei ${what} ${counted('de', count, { one: '# Feld', other: '# Felder' })} geändert`,
  changedMany: (who: string, what: string, others: number, when: string) =>
    `${who} hat ${when} ${what} und ${counted('de', others, { one: '# weiteren Eintrag', other: '# weitere Einträge' })} geändert`,
  added: (who: string, what: string, others: number, when: string) =>
    `${who} hat ${when} ${what}${others > 0 ? ` und ${counted('de', others, { one: '# weiteren Eintrag', other: '# weitere Einträge' })}` : ''} hinzugefügt`,
  removed: (who: string, what: string, others: number, when: string) =>
    `${who} hat ${when} ${what}${others > 0 ? ` und ${counted('de', others, { one: '# weiteren Eintrag', other: '# weitere Einträge' })}` : ''} gelöscht`,
  several: (who: string, count: string, when: string) => `${who} hat ${when} ${count} Einträge geändert`,
  signedIn: (who: string, when: string) => `${who} hat sich ${when} angemeldet`,
  signedOut: (who: string, when: string) => `${who} hat sich ${when} abgemeldet`,
  refused: (name: string, why: string, when: string) => `Jemand wurde ${when} als „${name}“ nicht eingelassen: ${why}`,
  refusedUnknown: (why: string, when: string) =>
    `Jemand wurde ${when} mit einem unbekannten Namen nicht eingelassen: ${why}`,
  moreRefused: (times: number, when: string) =>
    `Von ${when} an ${counted('de', times, { one: 'wurde # weitere Anmeldung', other: 'wurden # weitere Anmeldungen' })} abgewiesen`,
  exportedCalls: (who: string, rows: number, when: string) =>
    `${who} hat ${when} ${counted('de', rows, { one: '# Anruf', other: '# Anrufe' })} exportiert`,
  exportedPeople: (who: string, rows: number, when: string) =>
    `${who} hat ${when} ${counted('de', rows, { one: '# Person', other: '# Personen' })} exportiert`,
  imported: (who: string, rows: number, when: string) =>
    `${who} hat ${when} eine Datei mit ${counted('de', rows, { one: '# Person', other: '# Personen' })} importiert`,
  mailGivenUp: (what: string, why: string, when: string) =>
    `Eine E-Mail konnte ${when} nicht gesendet werden (${what}): ${why}`,
  revealed: (who: string, what: string, when: string) => `${who} hat sich ${when} das Passwort zeigen lassen: ${what}`,
  other: (who: string, what: string, when: string) => `${who}, ${when}: ${what}`,
  otherReason: (code: string) => `ein anderer Grund (${code})`,
  reasons: {
    'sign-in-refused': 'Name oder Passwort falsch',
    'code-wrong': 'falscher Code',
    'code-used': 'der Code war schon benutzt',
    'clock-wrong': 'die Uhr des Telefons geht falsch',
    'too-many-tries': 'zu viele Versuche',
    'address-not-allowed': 'nicht von einer erlaubten Adresse',
    'not-yet-active': 'der Zugang ist noch nicht aktiv',
    expired: 'der Zugang ist abgelaufen',
    'allow-list-unreadable': 'die erlaubten Adressen sind nicht lesbar',
    'code-needed': 'kein Code angegeben',
    busy: 'es war zu viel auf einmal los',
    storage: 'die Anlage konnte ihre Daten nicht lesen oder schreiben',
    internal: 'in der Anlage ging etwas schief',
  },
  from: 'Von Tag',
  to: 'Bis Tag',
  who: 'Wer',
  whoHint: 'Ein Zugang',
  what: 'Über wen',
  whatHint: 'Eine Person',
  thisLogin: 'dieser Zugang',
  thisThing: 'dies',
  clear: 'Filter zurücksetzen',
  onlyWho: (who: string) => `Nur was ${who} getan hat`,
  onlyThing: (what: string) => `Nur was geschah mit: ${what}`,
  backSince: (who: string) => `Alles von ${who} seither zurücknehmen …`,
  more: 'Ältere laden',
  none: 'Es ist nichts geschehen, das dazu passt.',
  address: (address: string) => `von ${address}`,
  details: (count: number) => counted('de', count, { one: '# Wert', other: '# Werte' }),
  cut: 'Es betrifft mehr, als hier gezeigt werden kann.',
  menu: 'Mehr zu dieser Änderung',
  takeBack: 'Zurücknehmen …',
  takeBackTitle: 'Diese Änderung zurücknehmen?',
  takeBackAbout:
    'Alles, was sie geändert hat, wird wieder, wie es vorher war. Auch das Zurücknehmen ist eine Änderung und lässt sich zurücknehmen.',
  takeBackNow: 'Zurücknehmen',
  undone: (cells: number) =>
    counted('de', cells, {
      one: '# Wert ist wieder, wie er vorher war.',
      other: '# Werte sind wieder, wie sie vorher waren.',
    }),
  nothingUndone: 'Es gab nichts zurückzunehmen: Alles ist schon, wie es vorher war.',
  conflicts: 'Das hat seither jemand erneut geändert. Der ganze Eintrag bleibt, wie er jetzt ist:',
  conflict: (what: string, field: string, left: string, now: string) =>
    `${what}${field && `, ${field}`}: war nach dieser Änderung „${left}“, ist jetzt „${now}“`,
  conflictsHow: 'Es wurde nichts zurückgenommen. Sie können den Rest zurücknehmen oder zuerst die neueren Änderungen.',
  conflictsOnly: 'Es wurde nichts zurückgenommen. Nehmen Sie zuerst die neueren Änderungen zurück.',
  takeBackRest: 'Den Rest zurücknehmen',
  sinceTitle: (who: string) => `Alles von ${who} zurücknehmen`,
  since: 'Seit',
  sinceWrong: 'Geben Sie Tag und Uhrzeit an.',
  sinceCount: (count: number) =>
    counted('de', count, { one: '# Änderung wird zurückgenommen:', other: '# Änderungen werden zurückgenommen:' }),
  sinceMany: (count: number) => `Mehr als ${count} Änderungen werden zurückgenommen; die neuesten:`,
  sinceNone: 'Seither wurde von diesem Zugang nichts geändert.',
  sinceAnd: (count: number) => counted('de', count, { one: 'und # weitere', other: 'und # weitere' }),
  sinceNow: (count: number) =>
    counted('de', count, { one: '# Änderung zurücknehmen', other: '# Änderungen zurücknehmen' }),
  values: {
    role: {
      owner: 'Inhaber',
      'office-manager': 'Büroleitung',
      installer: 'Installateur',
      'call-centre-admin': 'Callcenter-Leitung',
      'transactions-only': 'Nur Verbindungsdaten',
      user: 'Benutzer',
    },
    second_factor: { disabled: 'Aus', pending: 'Ausstehend', activated: 'Aktiv' },
    unavailable: { 'hang-up': 'auflegen', line: 'andere Durchwahl', outside: 'Nummer draußen', voicemail: 'Mailbox' },
    kind: {
      app: 'App',
      sip: 'SIP-Konto',
      'pstn-forward': 'Weiterleitung nach draußen',
      'sip-forward': 'Weiterleitung an eine SIP-Adresse',
      blf: 'Besetztlampe',
      line: 'andere Durchwahl',
      park: 'Parken',
      'speed-dial': 'Kurzwahl',
    },
    security: { none: 'keine' },
    recording_deliveries: { email: 'per E-Mail', portal: 'im Portal' },
  },
};
