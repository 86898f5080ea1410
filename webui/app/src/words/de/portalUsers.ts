import { counted } from '../counted';
import type { portalUsers as english } from '../en/portalUsers';

export const portalUsers: typeof english = {
  total: (number: number) => counted('de', number, { one: '# Portalnutzer', other: '# Portalnutzer' }),
  add: 'Neu anlegen',
  new: 'Neuen Portalnutzer anlegen',
  made: 'Portalnutzer angelegt',
  login: 'Anmeldename',
  loginHead: 'Anmelde\u00ADname',
  loginHint: 'Eindeutig, höchstens 64 Zeichen, ohne Leerzeichen.',
  password: 'Passwort',
  email: 'E-Mail',
  emailHint: 'Für Benachrichtigungen und für einen Link, falls das Passwort vergessen wird.',
  ownEmail: 'Ihre eigene Adresse ändern Sie unter „Meine Seite“, mit Ihrem Passwort.',
  role: 'Rolle',
  roleHint: 'Bestimmt, was man mit dieser Anmeldung sehen und tun darf.',
  roleHintSome:
    'Bestimmt, was man mit dieser Anmeldung sehen und tun darf. Rollen, die mehr dürfen als Sie, können Sie nicht vergeben.',
  ownRole: 'Die eigene Rolle können Sie nicht ändern.',
  chooseRole: 'Rolle wählen',
  activation: 'Aktivierungsdatum',
  activationHint: 'Der erste Tag, an dem die Anmeldung möglich ist. Leer: sofort.',
  expiration: 'Ablaufdatum',
  expirationHint: 'Der letzte Tag, an dem die Anmeldung möglich ist. Leer: unbegrenzt.',
  timezone: 'Zeitzone',
  timezoneHint: 'Für Datum, Uhrzeit und Zeitpläne.',
  language: 'Sprache',
  languageHint: 'Die Sprache der Seiten für diesen Nutzer.',
  status: 'Status',
  statuses: {
    active: 'Aktiv',
    expired: 'Abgelaufen',
    'not-yet-active': 'Noch nicht aktiv',
  },
  factor: '2FA',
  factors: {
    disabled: 'Aus',
    pending: 'Ausstehend',
    activated: 'Aktiviert',
  },
  lastSignIn: 'Letzte Anmeldung',
  never: 'Nie',
  person: 'Person',
  you: 'Ihre eigene Anmeldung',
  text: 'Anmeldename, E-Mail, Person',
  anyRole: 'Alle Rollen',
  nothing: 'So einen Portalnutzer gibt es nicht.',
  showAll: 'Alle zeigen',
  editOf: (login: string) => `${login} bearbeiten`,
  deleteOf: (login: string) => `${login} löschen`,
  readOnly: 'Sie dürfen Portalnutzer sehen, aber nicht ändern.',
  notOwn: 'Die eigene Anmeldung können Sie nicht löschen.',
  beyond: 'Diese Anmeldung darf mehr als Sie, deshalb können Sie sie nicht ändern.',
  noPassword: 'Diese Anmeldung hat noch kein Passwort, deshalb kann sich niemand damit anmelden.',
  handOver: (login: string) =>
    `Geben Sie dies der Person, die ${login} benutzen soll. Das Passwort wird nicht noch einmal gezeigt und bei der ersten Anmeldung geändert.`,
  handOverLost: 'Das Passwort wird nicht noch einmal gezeigt. Trotzdem schließen?',
  address: 'Adresse',
  discard: 'Änderungen verwerfen',
  deleteAct: 'Nutzer löschen',
  deleteTitle: (login: string) => `${login} löschen?`,
  deleteAbout: (sessions: number, person: string) =>
    [
      'Mit diesem Anmeldenamen kann sich niemand mehr anmelden.',
      sessions > 0
        ? counted('de', sessions, { one: '# Sitzung endet sofort.', other: '# Sitzungen enden sofort.' })
        : '',
      person && `${person} und die zugehörigen Anschlüsse bleiben.`,
    ]
      .filter(Boolean)
      .join(' '),
  deleted: (login: string) => `${login} ist gelöscht.`,
  factorSwitch: 'Bei jeder Anmeldung einen zweiten Faktor verlangen',
  factorAbout: {
    disabled: 'Das Passwort allein genügt.',
    pending: 'Bei der nächsten Anmeldung wird ein QR-Code mit einer Authenticator-App gescannt.',
    activated: 'Jede Anmeldung verlangt einen Einmalcode der Authenticator-App.',
  },
  factorAsks: {
    on: {
      title: 'Zweiten Faktor einschalten?',
      about:
        'Bei der nächsten Anmeldung wird ein QR-Code mit einer Authenticator-App gescannt. Offene Sitzungen enden jetzt.',
      act: 'Einschalten',
      done: 'Der zweite Faktor steht aus: Bei der nächsten Anmeldung wird gescannt.',
    },
    off: {
      title: 'Zweiten Faktor ausschalten?',
      about: 'Schlüssel und Wiederherstellungscodes werden vergessen. Ab jetzt genügt das Passwort allein.',
      act: 'Ausschalten',
      done: 'Der zweite Faktor ist aus.',
    },
    reset: {
      title: '2FA-Schlüssel zurücksetzen?',
      about:
        'Für ein neues oder verlorenes Telefon. Der alte Schlüssel wird vergessen, offene Sitzungen enden, und bei der nächsten Anmeldung wird ein neuer QR-Code gescannt.',
      act: '2FA-Schlüssel zurücksetzen',
      done: 'Der Schlüssel ist vergessen. Bei der nächsten Anmeldung wird ein neuer gescannt.',
    },
  },
  allowList: 'Erlaubte IP-Adressen',
  fromEverywhere: 'Keine Adresse ist eingetragen: Die Anmeldung ist von überall möglich.',
  onlyFrom: 'Die Anmeldung ist nur von diesen Adressen möglich. Alle anderen werden abgewiesen.',
  removeEntry: (entry: string) => `${entry} entfernen`,
  address4: 'IP-Adresse oder Netz',
  address4Hint: 'Zum Beispiel 192.168.1.20, 192.168.1.0/24 oder 2001:db8::/32',
  addAddress: 'IP hinzufügen',
  lockTitle: 'Sich selbst aussperren?',
  lockAbout:
    'Wenn Sie das speichern, können Sie von hier aus nicht weitermachen. Jemand anderes muss die Liste dann ändern.',
  lockAct: 'Trotzdem speichern',
  ownSecurity: 'Das ist Ihre eigene Anmeldung. Sie ändern dies mit einem Code oder Ihrem Passwort unter',
  setPassword: 'Passwort setzen',
  passwordAbout: 'Es muss bei der nächsten Anmeldung geändert werden, und alle Sitzungen enden.',
  mustChange: 'Das jetzige Passwort wurde ausgehändigt und muss bei der nächsten Anmeldung geändert werden.',
  sessions: 'Sitzungen',
  endAll: 'Alle Sitzungen beenden',
};
