import { counted } from '../counted';
import type { deleting as english } from '../en/deleting';

const forms = (one: string, other: string) => (number: number) => counted('de', number, { one, other });

export const deleting: typeof english = {
  titleOne: (name: string) => `${name} löschen?`,
  title: forms('# Person löschen?', '# Personen löschen?'),
  nothing: 'Niemand ist ausgewählt. Gehen Sie zurück zur Liste und wählen Sie, wen Sie löschen möchten.',
  toList: 'Zurück zur Liste',
  gone: forms(
    '# davon gibt es nicht mehr; sie wird ausgelassen.',
    '# davon gibt es nicht mehr; sie werden ausgelassen.',
  ),
  allGone: 'Es gibt sie nicht mehr. Vielleicht hat jemand anderes sie gelöscht.',
  who: 'Wer gelöscht wird',
  dependencies: 'Abhängigkeiten',
  dependenciesOf: (what: string) => `Abhängigkeiten: ${what}`,
  about: 'Dies hängt an den Personen, die gelöscht werden. Für jedes können Sie etwas anderes an deren Stelle setzen.',
  none: 'Nichts hängt an ihnen.',
  noneOfOne: 'Nichts hängt an dieser Person.',
  count: forms('# Abhängigkeit', '# Abhängigkeiten'),
  alsoDeleted: (list: string) => `Mit gelöscht: ${list}.`,
  loosened: forms('# Verbindung wird gelöst.', '# Verbindungen werden gelöst.'),
  tables: {
    api_token: forms('# Schlüssel eines Programms', '# Schlüssel von Programmen'),
    avatar: forms('# Bild', '# Bilder'),
    contact_method: forms('# Kontaktweg', '# Kontaktwege'),
    invitation: forms('# Einladung', '# Einladungen'),
    line: forms('# interne Nummer', '# interne Nummern'),
    mailbox: forms('# Mailbox', '# Mailboxen'),
    portal_user: forms('# Zugang', '# Zugänge'),
    other: forms('# Weiteres', '# Weitere'),
  },
  effects: {
    delete: 'Wird mit gelöscht.',
    unlink: 'Bleibt, ohne die Verbindung.',
    'phone_number.line': 'Die Rufnummer bleibt, aber Anrufe erreichen niemanden.',
    'line.unavailable_line': 'Anrufe, die dort niemand annimmt, werden dann beendet.',
    'phone_account.contact_method': 'Das Telefon bleibt, ohne dieses Konto.',
    'portal_user.person': 'Der Zugang bleibt, gehört aber niemandem.',
    replaced: 'Bleibt und geht an das, was Sie wählen.',
    never: 'Kann an niemand anderen gehen.',
  },
  what: (what: string) => `Was geschieht mit: ${what}`,
  remove: 'Entfernen',
  replace: 'Ersetzen durch …',
  by: { person: 'Welche Person', line: 'Welche interne Nummer', contact_method: 'Welches SIP-Konto' },
  byOf: (by: string, what: string) => `${by} (für: ${what})`,
  more: forms('# weitere zeigen', '# weitere zeigen'),
  consent: 'Mir ist bekannt, dass ich mit dem Löschen der Person(en) auch die Abhängigkeiten entferne',
  needsConsent: 'Haken Sie zuerst das Kästchen darüber an: Es geht etwas mit verloren.',
  needsChoice: 'Wählen Sie zuerst, wodurch Sie es ersetzen möchten.',
  lossless: 'Sonst geht nichts verloren.',
  changed:
    'Inzwischen hat sich etwas geändert. Bitte sehen Sie die Liste noch einmal an: Sie zeigt den jetzigen Stand.',
  done: forms('# Person ist gelöscht.', '# Personen sind gelöscht.'),
  doneOne: (name: string) => `${name} ist gelöscht.`,
};
