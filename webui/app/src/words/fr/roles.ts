import { counted } from '../counted';
import type { roles as english } from '../en/roles';

export const roles: typeof english = {
  about: 'Un rôle détermine ce qu’un utilisateur du portail peut voir et faire.',
  add: 'Ajouter un rôle',
  new: 'Ajouter un rôle',
  delete: 'Supprimer le rôle',
  name: 'Nom du rôle',
  builtIn: 'Fourni',
  own: 'Rôle du bureau',
  logins: (number: number) => counted('fr', number, { one: '# identifiant l’a', other: '# identifiants l’ont' }),
  permits: (number: number) => counted('fr', number, { one: '# autorisation', other: '# autorisations' }),
  editOf: (name: string) => `Modifier ${name}`,
  deleteOf: (name: string) => `Supprimer ${name}`,
  like: 'En créer un semblable',
  likeOf: (name: string) => `En créer un semblable : ${name}`,
  copyOf: (name: string) => `${name} (copie)`,
  beyond: 'Ce rôle permet plus que le vôtre, vous ne pouvez donc pas le modifier.',
  onlyYours: 'Vous ne pouvez donner que ce que vous pouvez faire vous-même.',
  notYours: 'Vous ne le pouvez pas vous-même.',
  yours: 'C’est votre propre rôle : vous pouvez le renommer, mais pas changer ce qu’il permet.',
  saved: (name: string) => `Le rôle ${name} est enregistré.`,
  deleted: (name: string) => `Le rôle ${name} est supprimé.`,
  deleteTitle: (name: string) => `Supprimer le rôle ${name} ?`,
  deleteAbout: (number: number) =>
    number > 0
      ? counted('fr', number, {
          one: '# identifiant l’a et doit d’abord recevoir un autre rôle.',
          other: '# identifiants l’ont et doivent d’abord recevoir un autre rôle.',
        })
      : 'Aucun identifiant ne l’a.',
  groups: {
    own: 'Ses propres données',
    people: 'Personnes et téléphones',
    calls: 'Appels',
    portal: 'Identifiants, rôles et modifications',
    numbers: 'Numéros et annonces',
    office: 'Bureau et horaires',
    box: 'Le boîtier et ses réglages',
  },
};
