import { counted } from '../counted';
import type { audit as english } from '../en/audit';

export const audit: typeof english = {
  about: 'Qui a changé quoi, qui est venu et parti. Chaque changement peut être annulé.',
  list: 'Changements',
  today: (time: string) => `aujourd’hui à ${time}`,
  yesterday: (time: string) => `hier à ${time}`,
  onWeekday: (day: string, time: string) => `${day} à ${time}`,
  onDay: (day: string, time: string) => `le ${day} à ${time}`,
  onTheBox: (name: string) => `${name} (sur le central lui-même)`,
  theBox: 'Le central',
  somebody: 'Quelqu’un',
  gone: '(n’existe plus)',
  nothing: '(rien)',
  account: 'compte SIP',
  things: {
    office: { it: 'le bureau', of: 'le bureau' },
    mail_server: { it: 'le serveur de messagerie', of: 'le serveur de messagerie' },
  },
  cell: (field: string, value: string) => `${field} : ${value}`,
  changed: (who: string, field: string, what: string, from: string, to: string, when: string) =>
    `${who} a changé ${field} pour ${what} de « ${from} » en « ${to} » ${when}`,
  set: (who: string, field: string, what: string, to: string, when: string) =>
    `${who} a mis ${field} pour ${what} à « ${to} » ${when}`,
  cleared: (who: string, field: string, what: string, from: string, when: string) =>
    `${who} a retiré ${field} « ${from} » pour ${what} ${when}`,
  secret: (who: string, field: string, what: string, when: string) => `${who} a changé ${field} pour ${what} ${when}`,
  fields: (who: string, count: number, what: string, when: string) =>
    `${who} a changé ${counted('fr', count, { one: '# champ', other: '# champs' })} pour ${what} ${when}`,
  changedMany: (who: string, what: string, others: number, when: string) =>
    `${who} a changé ${what} et ${counted('fr', others, { one: '# autre élément', other: '# autres éléments' })} ${when}`,
  added: (who: string, what: string, others: number, when: string) =>
    `${who} a ajouté ${what}${others > 0 ? ` et ${counted('fr', others, { one: '# autre élément', other: '# autres éléments' })}` : ''} ${when}`,
  removed: (who: string, what: string, others: number, when: string) =>
    `${who} a supprimé ${what}${others > 0 ? ` et ${counted('fr', others, { one: '# autre élément', other: '# autres éléments' })}` : ''} ${when}`,
  several: (who: string, count: string, when: string) => `${who} a changé ${count} éléments ${when}`,
  signedIn: (who: string, when: string) => `${who} s’est connecté ${when}`,
  signedOut: (who: string, when: string) => `${who} s’est déconnecté ${when}`,
  refused: (name: string, why: string, when: string) =>
    `Quelqu’un n’a pas pu se connecter comme « ${name} » ${when} : ${why}`,
  refusedUnknown: (why: string, when: string) =>
    `Quelqu’un n’a pas pu se connecter avec un nom inconnu ${when} : ${why}`,
  moreRefused: (times: number, when: string) =>
    `${counted('fr', times, { one: '# autre connexion refusée', other: '# autres connexions refusées' })} (depuis : ${when})`,
  exportedCalls: (who: string, rows: number, when: string) =>
    `${who} a exporté ${counted('fr', rows, { one: '# appel', other: '# appels' })} ${when}`,
  exportedPeople: (who: string, rows: number, when: string) =>
    `${who} a exporté ${counted('fr', rows, { one: '# personne', other: '# personnes' })} ${when}`,
  imported: (who: string, rows: number, when: string) =>
    `${who} a importé un fichier de ${counted('fr', rows, { one: '# personne', other: '# personnes' })} ${when}`,
  mailGivenUp: (what: string, why: string, when: string) =>
    `Un e-mail n’a pas pu être envoyé ${when} (${what}) : ${why}`,
  revealed: (who: string, what: string, when: string) => `${who} s’est fait montrer le mot de passe (${what}) ${when}`,
  other: (who: string, what: string, when: string) => `${who} : ${what}, ${when}`,
  otherReason: (code: string) => `une autre raison (${code})`,
  reasons: {
    'sign-in-refused': 'nom ou mot de passe incorrect',
    'code-wrong': 'code incorrect',
    'code-used': 'le code avait déjà servi',
    'clock-wrong': 'l’horloge du téléphone est fausse',
    'too-many-tries': 'trop de tentatives',
    'address-not-allowed': 'adresse non autorisée',
    'not-yet-active': 'l’accès n’est pas encore actif',
    expired: 'l’accès a expiré',
    'allow-list-unreadable': 'les adresses autorisées sont illisibles',
    'code-needed': 'aucun code indiqué',
    busy: 'trop de demandes à la fois',
    storage: 'le central n’a pas pu lire ou écrire ses données',
    internal: 'un problème est survenu dans le central',
  },
  from: 'Du',
  to: 'Au',
  who: 'Qui',
  whoHint: 'Un accès',
  what: 'Au sujet de',
  whatHint: 'Une personne',
  thisLogin: 'cet accès',
  thisThing: 'cet élément',
  clear: 'Effacer les filtres',
  onlyWho: (who: string) => `Seulement ce qu’a fait ${who}`,
  onlyThing: (what: string) => `Seulement ce qui concerne ${what}`,
  backSince: (who: string) => `Annuler tout ce qu’a fait ${who} depuis …`,
  more: 'Charger les plus anciens',
  none: 'Rien ne s’est passé qui corresponde.',
  address: (address: string) => `depuis ${address}`,
  details: (count: number) => counted('fr', count, { one: '# valeur', other: '# valeurs' }),
  cut: 'Il y en a plus qu’on ne peut montrer ici.',
  menu: 'En savoir plus sur ce changement',
  takeBack: 'Annuler …',
  takeBackTitle: 'Annuler ce changement ?',
  takeBackAbout:
    'Tout ce qu’il a changé redevient comme avant. L’annulation est elle aussi un changement, que l’on peut annuler.',
  takeBackNow: 'Annuler ce changement',
  undone: (cells: number) =>
    counted('fr', cells, {
      one: '# valeur est de nouveau comme avant.',
      other: '# valeurs sont de nouveau comme avant.',
    }),
  nothingUndone: 'Il n’y avait rien à annuler : tout est déjà comme avant.',
  conflicts: 'Ceci a été changé de nouveau depuis. L’élément entier reste tel qu’il est :',
  conflict: (what: string, field: string, left: string, now: string) =>
    `${what}${field && `, ${field}`} : était « ${left} » après ce changement, est « ${now} » à présent`,
  conflictsHow: 'Rien n’a été annulé. Vous pouvez annuler le reste, ou d’abord les changements plus récents.',
  conflictsOnly: 'Rien n’a été annulé. Annulez d’abord les changements plus récents.',
  takeBackRest: 'Annuler le reste',
  sinceTitle: (who: string) => `Annuler tout ce qu’a fait ${who}`,
  since: 'Depuis',
  sinceWrong: 'Indiquez un jour et une heure.',
  sinceCount: (count: number) =>
    counted('fr', count, { one: '# changement sera annulé :', other: '# changements seront annulés :' }),
  sinceMany: (count: number) => `Plus de ${count} changements seront annulés ; les plus récents :`,
  sinceNone: 'Cet accès n’a rien changé depuis.',
  sinceAnd: (count: number) => counted('fr', count, { one: 'et # autre', other: 'et # autres' }),
  sinceNow: (count: number) => counted('fr', count, { one: 'Annuler # changement', other: 'Annuler # changements' }),
  values: {
    role: {
      owner: 'Propriétaire',
      'office-manager': 'Responsable du bureau',
      installer: 'Installateur',
      'call-centre-admin': 'Responsable du centre d’appels',
      'transactions-only': 'Relevés seulement',
      user: 'Utilisateur',
    },
    second_factor: { disabled: 'Désactivé', pending: 'En attente', activated: 'Activé' },
    unavailable: {
      'hang-up': 'raccrocher',
      line: 'un autre poste',
      outside: 'un numéro extérieur',
      voicemail: 'messagerie',
    },
    kind: {
      app: 'application',
      sip: 'compte SIP',
      'pstn-forward': 'renvoi vers l’extérieur',
      'sip-forward': 'renvoi vers une adresse SIP',
      blf: 'voyant d’occupation',
      line: 'un autre poste',
      park: 'parcage',
      'speed-dial': 'numéro abrégé',
    },
    security: { none: 'aucun' },
    recording_deliveries: { email: 'par e-mail', portal: 'dans le portail' },
  },
};
