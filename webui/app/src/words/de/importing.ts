import { counted } from '../counted';
import type { importing as english } from '../en/importing';

const people = (n: number) => counted('de', n, { one: '# Person', other: '# Personen' });

export const importing: typeof english = {
  title: 'Personen importieren',
  about:
    'Aus einer Excel- oder CSV-Datei, viele Personen auf einmal. Wer darin eine interne Nummer hat, bekommt auch eine Leitung mit SIP-Konto für das Telefon, eine Mailbox und einen einfachen Anrufweg.',
  notAllowed: 'Sie dürfen Personen sehen, aber keine importieren. Fragen Sie, wer Ihr Büro verwaltet.',
  steps: { file: 'Datei', columns: 'Spalten', check: 'Prüfen', done: 'Fertig' },
  progress: 'Schritte des Imports',
  stepIs: (n: number, of: number, name: string) => `Schritt ${n} von ${of}: ${name}`,
  leave: 'Der Import ist nicht abgeschlossen. Trotzdem verlassen?',

  templateTitle: 'Leere Vorlage holen',
  templateAbout:
    'Jede Person füllt eine Zeile aus, oder Sie tun es für alle. Wer die Telefone einrichtet, ergänzt MAC-Adresse und Modell. Die zweite Zeile ist ein Beispiel; sie wird ausgelassen, solange niemand sie ändert.',
  templateLanguage: 'Sprache der Überschriften',
  template: 'Vorlage herunterladen',
  templateFile: 'personen-vorlage.csv',

  chooseTitle: 'Ausgefüllte Datei auswählen',
  choose: 'Datei auswählen',
  chooseAnother: 'Andere Datei auswählen',
  drop: 'oder hier ablegen',
  kinds: (size: string, rows: string) => `CSV oder Excel (.xlsx), höchstens ${size} und ${rows} Personen.`,
  dropHere: 'Loslassen, um diese Datei zu nehmen',
  onlyOne: 'Bitte nur eine Datei auf einmal.',
  tooLarge: (name: string, size: string, most: string) =>
    `„${name}“ hat ${size}. Höchstens ${most} sind möglich: Ist es eine Liste von Personen?`,
  isEmpty: (name: string) => `„${name}“ ist leer.`,
  cannotOpen: (name: string) =>
    `„${name}“ lässt sich nicht öffnen. Wurde die Datei nach dem Auswählen geändert, verschoben oder gelöscht, oder ist es ein Ordner?`,
  cannotRead: (name: string) => `„${name}“ lässt sich nicht als Liste von Personen lesen.`,
  nobody: (name: string) => `In „${name}“ steht niemand: Unter den Überschriften gibt es keine Zeile.`,
  onlyExample: (name: string) =>
    `In „${name}“ steht niemand, nur das Beispiel der Vorlage. Schreiben Sie Ihre Personen darunter.`,
  reading: (name: string) => `„${name}“ wird gelesen …`,

  warningTitle: 'Die Datei muss richtig aufgebaut sein',
  warning:
    'Sonst lassen sich ihre Zeilen nicht verstehen. Nichts wird importiert, bevor Sie gesehen haben, was geschehen würde.',
  rules: [
    'Die erste Zeile enthält die Überschriften. Sind es nicht die der Vorlage, ordnen Sie sie im nächsten Schritt zu.',
    'Jede weitere Zeile ist eine Person. Nur der Vorname muss da sein.',
    'CSV mit Kommas, Semikolons oder Tabulatoren zwischen den Zellen; oder eine Excel-Arbeitsmappe (.xlsx), deren erstes Blatt gelesen wird.',
    'Öffentliche Rufnummern schreiben Sie am besten mit Plus und Landesvorwahl: +49 30 23125 101.',
  ],
  example: 'Formatbeispiel',
  exampleText:
    'Vorname;Nachname;E-Mail;Interne Nummer\nErika;Mustermann;erika@example.com;201\nMax;Mustermann;max@example.com;202',
  allColumns: 'Alle Spalten, und was hineingehört',
  column: 'Spalte',
  exampleCell: 'Beispiel',
  meaning: 'Was hineingehört',
  goOn: (name: string) => `„${name}“ lesen`,

  columnsTitle: 'Spalten zuordnen',
  columnsAbout: (matched: number, of: number) =>
    `${matched} von ${of} Spalten sind zugeordnet. Nötig ist nur der Vorname. Was ausgelassen ist, wird nicht importiert.`,
  inFile: 'Spalte der Datei',
  begins: 'Beginnt mit',
  is: 'Ist',
  isOf: (letter: string, heading: string) => `Spalte ${letter}, „${heading}“, ist`,
  noHeading: 'ohne Überschrift',
  leftOut: 'Ausgelassen',
  already: (label: string, letter: string) => `${label} (ist Spalte ${letter})`,
  firstNameMissing: 'Wählen Sie zuerst die Spalte mit dem Vornamen.',

  checkTitle: 'Prüfen, dann importieren',
  has: (name: string, n: number) => `„${name}“: ${counted('de', n, { one: '# Zeile', other: '# Zeilen' })}`,
  csv: (between: string, encoding: string) => `${between} zwischen den Zellen, ${encoding}`,
  sheet: (name: string) => `Blatt „${name}“`,
  delimiters: { ',': 'Kommas', ';': 'Semikolons', '\t': 'Tabulatoren' },
  exampleLeftOut: (row: number) => `Zeile ${row} ist das Beispiel der Vorlage und wird ausgelassen.`,
  merge: 'Wer schon da ist',
  mergeAbout:
    'Jemand ist schon da, wenn die E-Mail-Adresse gleich ist; ohne E-Mail-Adresse, wenn Vorname, Nachname und interne Nummer es sind.',
  merges: { skip: 'Überspringen', update: 'Aktualisieren', create: 'Trotzdem anlegen' },
  mergesAbout: {
    skip: 'Sie bleiben, wie sie sind.',
    update: 'Sie übernehmen, was in der Datei steht. Eine leere Zelle ändert nichts.',
    create: 'Sie stehen dann zweimal in der Liste.',
  },
  counts: {
    create: (n: number) => counted('de', n, { one: '# neu', other: '# neu' }),
    update: (n: number) => counted('de', n, { one: '# aktualisiert', other: '# aktualisiert' }),
    same: (n: number) => counted('de', n, { one: '# bleibt, wie sie ist', other: '# bleiben, wie sie sind' }),
    skip: (n: number) => counted('de', n, { one: '# übersprungen', other: '# übersprungen' }),
    refuse: (n: number) => counted('de', n, { one: '# Zeile mit Fehlern', other: '# Zeilen mit Fehlern' }),
  },
  counting: 'wird gezählt …',
  checking: 'Die Datei wird geprüft …',
  wrong: (n: number) =>
    counted('de', n, {
      one: '# Fehler. Nichts wird importiert, bevor er in der Datei behoben ist.',
      other: '# Fehler. Nichts wird importiert, bevor sie in der Datei behoben sind.',
    }),
  mend: 'Beheben Sie sie in der Datei, speichern Sie diese, und wählen Sie sie erneut aus oder legen Sie sie hier ab.',
  wrongList: 'Fehler in der Datei',
  row: 'Zeile',
  error: 'Was nicht stimmt',
  wholeRow: 'ganze Zeile',
  andMore: (n: number) => counted('de', n, { one: 'und # weiterer', other: 'und # weitere' }),
  downloadErrors: 'Fehler als CSV herunterladen',
  downloadFirstErrors: (n: number) => `Die ersten ${n} Fehler als CSV herunterladen`,
  errorsFile: 'import-fehler.csv',
  noErrors: 'Es wurden keine Fehler gefunden.',
  consent: 'Alle Personen in diesem Import erwarten, von mir zu hören, und ich stehe bereits mit ihnen in Beziehung.',
  submit: {
    create: (n: number) => `Absenden: ${people(n)} anlegen`,
    update: (n: number) => `Absenden: ${people(n)} aktualisieren`,
  },
  submitBoth: (created: number, updated: number) => `Absenden: ${people(created)} anlegen, ${updated} aktualisieren`,
  submitNobody: 'Absenden',
  why: {
    checking: 'Warten Sie, bis die Datei geprüft ist.',
    wrong: 'Nicht möglich, solange es Fehler gibt.',
    nobody: 'Niemand würde angelegt oder aktualisiert.',
    consent: 'Setzen Sie zuerst das Häkchen oben.',
    problem: 'Prüfen Sie zuerst erneut.',
    changed: 'Die Datei hat sich geändert: siehe oben.',
  },
  changedOnDisk: (name: string) =>
    `„${name}“ wurde auf diesem Computer geändert, verschoben oder gelöscht, nachdem die Datei hier gelesen wurde. Wählen Sie sie erneut aus, damit sie geprüft wird, wie sie jetzt ist.`,
  uncertain:
    'Die Anlage war während des Imports nicht erreichbar; ob sie importiert hat, ist nicht bekannt. Prüfen Sie erneut: Die Zahlen oben sagen dann, wer schon da ist.',
  checkAgain: 'Erneut prüfen',
  useAsChecked: 'So importieren, wie geprüft',
  changedOffice: 'Das Büro hat sich inzwischen geändert; die Datei wurde neu geprüft.',
  loading: (n: number) => `${people(n)}: Import läuft. Das kann eine Minute dauern; es gilt alles oder nichts.`,

  doneTitle: 'Der Import ist fertig',
  made: (n: number) => counted('de', n, { one: '# Person wurde angelegt.', other: '# Personen wurden angelegt.' }),
  updated: (n: number) =>
    counted('de', n, {
      one: '# Person war schon da und hat übernommen, was in der Datei steht.',
      other: '# Personen waren schon da und haben übernommen, was in der Datei steht.',
    }),
  same: (n: number) =>
    counted('de', n, {
      one: '# Person war schon genau so da wie in der Datei. An ihr hat sich nichts geändert.',
      other: '# Personen waren schon genau so da wie in der Datei. An ihnen hat sich nichts geändert.',
    }),
  stayed: (n: number) =>
    counted('de', n, {
      one: '# Person war schon da und ist unverändert.',
      other: '# Personen waren schon da und sind unverändert.',
    }),
  logins:
    'Neue Anmeldenamen haben noch kein Passwort: Wählen Sie in der Liste „Einladung senden“, dann setzt jede Person ihr eigenes.',
  toList: 'Personen anzeigen',
  another: 'Weitere Datei importieren',
  undo: 'Import rückgängig machen',
  undone: 'Der Import ist rückgängig gemacht.',

  properties: {
    first_name: { label: 'Vorname', example: 'Erika', about: 'Als Einziges nötig.' },
    last_name: { label: 'Nachname', example: 'Mustermann', about: 'Der Familienname.' },
    email: {
      label: 'E-Mail',
      example: 'erika@example.com',
      about: 'Für Einladungen. Daran wird auch erkannt, wer schon da ist.',
    },
    department: { label: 'Abteilung', example: 'Vertrieb', about: 'Beliebiger Text.' },
    job_title: { label: 'Funktion', example: 'Leiterin', about: 'Beliebiger Text.' },
    time_schedule: {
      label: 'Arbeitszeiten',
      example: 'Bürozeiten',
      about: 'Der Name eines Zeitplans, den es gibt.',
    },
    crm_user_id: {
      label: 'CRM-Benutzer-ID',
      example: 'CRM-1001',
      about: 'Wie die Person in Ihrem Kundensystem (CRM) heißt.',
    },
    login: {
      label: 'Anmeldename',
      example: 'erika.mustermann',
      about: 'Zum Anmelden im Portal. Das Passwort setzt die Person über eine Einladung.',
    },
    site: {
      label: 'Standort',
      example: 'Hauptgebäude',
      about: 'Der Name eines Standorts, den es gibt. Leer: der erste.',
    },
    number: {
      label: 'Interne Nummer',
      example: '201',
      about: 'Unter ihr rufen Kollegen die Person an. Für alles Folgende nötig.',
    },
    direct_numbers: {
      label: 'Direktrufnummern',
      example: '+49 30 23125 101',
      about: 'Öffentliche Rufnummern, die direkt dort klingeln, mit Kommas dazwischen.',
    },
    outside_calls: {
      label: 'Externe Anrufe',
      example: 'ja',
      about: 'Ob die Person nach draußen telefonieren darf: ja oder nein.',
    },
    caller_ids: {
      label: 'Angezeigte Rufnummern',
      example: '+49 30 23125 101',
      about: 'Öffentliche Rufnummern, die Angerufenen gezeigt werden dürfen, mit Kommas dazwischen.',
    },
    internal_caller_id: {
      label: 'Intern angezeigter Name',
      example: 'Frau Mustermann',
      about: 'Der Name, den Kollegen sehen. Leer: der der Person.',
    },
    when_unavailable: {
      label: 'Bei Nichterreichbarkeit',
      example: 'Mailbox',
      about: 'Wohin Anrufe gehen, die niemand annimmt: Mailbox, Besetzt oder eine Nummer.',
    },
    voicemail_pin: { label: 'Mailbox-PIN', example: '4711', about: '4 bis 8 Ziffern, die die Mailbox öffnen.' },
    voicemail_email: {
      label: 'Mailbox-E-Mail',
      example: 'erika@example.com',
      about: 'Wohin Nachrichten der Mailbox gesendet werden.',
    },
    record_inbound_internal: {
      label: 'Aufzeichnung eingehend intern',
      example: 'nein',
      about: 'Ob Anrufe von Kollegen aufgezeichnet werden: ja oder nein.',
    },
    record_inbound_external: {
      label: 'Aufzeichnung eingehend extern',
      example: 'nein',
      about: 'Ob Anrufe von draußen aufgezeichnet werden: ja oder nein.',
    },
    record_outbound_internal: {
      label: 'Aufzeichnung ausgehend intern',
      example: 'nein',
      about: 'Ob Anrufe zu Kollegen aufgezeichnet werden: ja oder nein.',
    },
    record_outbound_external: {
      label: 'Aufzeichnung ausgehend extern',
      example: 'nein',
      about: 'Ob Anrufe nach draußen aufgezeichnet werden: ja oder nein.',
    },
    mac: {
      label: 'MAC-Adresse',
      example: '00:00:5e:00:53:af',
      about: 'Zwölf Zeichen, die auf dem Telefon stehen. Ergänzt, wer es einrichtet.',
    },
    model: {
      label: 'Telefonmodell',
      example: 'Yealink T54W',
      about: 'Marke und Modell des Telefons. Ergänzt, wer es einrichtet.',
    },
  },
};
