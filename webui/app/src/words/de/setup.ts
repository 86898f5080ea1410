import { counted } from '../counted';
import type { setup as english } from '../en/setup';

export const setup: typeof english = {
  place: (place: number, of: number) => `Schritt ${place} von ${of}`,
  progress: 'Fortschritt der Einrichtung',
  titles: {
    code: 'Diese Telefonanlage einrichten',
    clock: 'Die Uhr',
    office: 'Ihr Büro',
    owner: 'Ihr Zugang',
    numbers: 'Nebenstellen',
    done: 'Fertig',
  },
  welcome:
    'Diese Anlage gehört noch niemandem. Damit sie Ihre wird, geben Sie den Code ein, den sie dort zeigt, wo sie gestartet wurde: auf ihrem Bildschirm, ihrer seriellen Konsole oder in ihrem Protokoll.',
  code: 'Code',
  codeHint: 'Acht Buchstaben und Ziffern. Bei jedem Start der Anlage entsteht ein neuer.',
  certificateTitle: 'Warum hat mein Browser gewarnt?',
  certificate:
    'Was Sie hier eingeben, wird verschlüsselt. Die Anlage hat ihr Zertifikat aber selbst unterschrieben, weil sie keinen Namen im Internet hat, für den jemand bürgen könnte, und diese Unterschrift kennt Ihr Browser nicht. In Ihrem eigenen Netz können Sie fortfahren. Wer sichergehen will, vergleicht den Fingerabdruck im Browser mit dem auf der Konsole; die Warnung endet, wenn der Browser die Datei ca.pem der Anlage bekommt.',
  clockWhy: 'Anmeldecodes und Öffnungszeiten brauchen die richtige Zeit.',
  boxClock: 'Die Anlage',
  ownClock: 'Dieser Computer',
  clockGood: 'Die Uhren stimmen überein.',
  clockWrong:
    'Die Uhren weichen voneinander ab. Wenn dieser Computer richtig geht, stellen Sie die Uhr der Anlage danach.',
  clockElsewhere:
    'Die Uhren weichen voneinander ab. Dieses Programm darf die Uhr der Anlage nicht stellen: Das tut, wer den Rechner betreut, auf dem es läuft, am besten mit einem Zeitserver (NTP).',
  clockSet:
    'Die Uhr ist gestellt. Die Anlage hat damit ein neues Zertifikat: Warnt Ihr Browser noch einmal, vergleichen Sie den Fingerabdruck mit dem neuen auf der Konsole und laden Sie diese Seite neu. Was Sie eingegeben haben, bleibt erhalten, nur das Passwort nicht.',
  setClock: 'Uhr der Anlage nach diesem Computer stellen',
  goOn: 'Trotzdem weiter',
  officeName: 'Name des Büros',
  officeNameHint: 'Wie er auf Seiten und Telefonen stehen soll.',
  country: 'Land',
  region: 'Bundesland oder Region',
  regionHint: 'Für die gesetzlichen Feiertage.',
  noRegion: 'Keine bestimmte',
  timezone: 'Zeitzone',
  ownerWhy: 'Mit diesem Zugang verwalten Sie alles. Anderen können Sie später eigene geben.',
  login: 'Anmeldename',
  loginHint: 'Höchstens 64 Zeichen, ohne Leerzeichen.',
  email: 'E-Mail',
  emailHint: 'Falls Sie das Passwort vergessen; kann leer bleiben.',
  makeOffice: 'Büro anlegen und anmelden',
  numbersWhy:
    'Jede Nebenstelle bekommt eine Nummer, ein Konto für ein Telefon und eine Mailbox. Namen können Sie später eintragen oder aus einer Datei übernehmen.',
  firstNumber: 'Erste Nummer',
  howMany: 'Anzahl',
  wrongFirst: 'Zwei bis zehn Ziffern, die erste nicht 0.',
  wrongCount: (most: number) => `Von 1 bis ${most}, und alle Nummern müssen so viele Ziffern haben wie die erste.`,
  extension: (number: string) => `Nebenstelle ${number}`,
  makeNumbers: 'Nebenstellen anlegen',
  importFile: 'Datei mit Namen importieren …',
  later: 'Später',
  done: (made: number) =>
    made === 0
      ? 'Das Büro ist angelegt. Es hat noch keine Nebenstellen.'
      : `Das Büro ist angelegt, mit ${counted('de', made, { one: '# Nebenstelle', other: '# Nebenstellen' })}.`,
  nextTitle: 'Wie es weitergeht',
  nextPhones: 'Telefone: Auf der Seite jeder Person steht das Konto für ein Telefon oder eine Telefon-App.',
  nextFactor: (name: string) =>
    `Ihr Zugang ${name}: Schützen Sie ihn mit einer Authenticator-App, unter „Meine Seite“.`,
  nextPeople: 'Personen: Geben Sie den Nebenstellen Namen, und verschicken Sie Einladungen per E-Mail.',
  open: 'Portal öffnen',
};
