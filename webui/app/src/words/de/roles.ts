import { counted } from '../counted';
import type { roles as english } from '../en/roles';

export const roles: typeof english = {
  about: 'Eine Rolle bestimmt, was ein Portalnutzer sehen und tun darf.',
  add: 'Rolle anlegen',
  new: 'Rolle anlegen',
  delete: 'Rolle löschen',
  name: 'Name der Rolle',
  builtIn: 'Mitgeliefert',
  own: 'Eigene Rolle',
  logins: (number: number) => counted('de', number, { one: '# Anmeldung hat sie', other: '# Anmeldungen haben sie' }),
  permits: (number: number) => counted('de', number, { one: '# Berechtigung', other: '# Berechtigungen' }),
  editOf: (name: string) => `${name} ändern`,
  deleteOf: (name: string) => `${name} löschen`,
  like: 'Eine ähnliche anlegen',
  likeOf: (name: string) => `Eine ähnliche anlegen: ${name}`,
  copyOf: (name: string) => `${name} (Kopie)`,
  beyond: 'Diese Rolle erlaubt mehr, als Sie dürfen, deshalb können Sie sie nicht ändern.',
  onlyYours: 'Sie können nur vergeben, was Sie selbst dürfen.',
  notYours: 'Das dürfen Sie selbst nicht.',
  yours: 'Das ist Ihre eigene Rolle: Sie können sie umbenennen, aber nicht ändern, was sie erlaubt.',
  saved: (name: string) => `Die Rolle ${name} ist gespeichert.`,
  deleted: (name: string) => `Die Rolle ${name} ist gelöscht.`,
  deleteTitle: (name: string) => `Die Rolle ${name} löschen?`,
  deleteAbout: (number: number) =>
    number > 0
      ? counted('de', number, {
          one: '# Anmeldung hat sie und braucht zuerst eine andere Rolle.',
          other: '# Anmeldungen haben sie und brauchen zuerst eine andere Rolle.',
        })
      : 'Keine Anmeldung hat sie.',
  groups: {
    own: 'Eigenes',
    people: 'Personen und Telefone',
    calls: 'Anrufe',
    portal: 'Anmeldungen, Rollen und Änderungen',
    numbers: 'Rufnummern und Ansagen',
    office: 'Büro und Zeiten',
    box: 'Anlage und Einstellungen',
  },
};
