import { counted } from '../counted';
import type { portalUsers as english } from '../en/portalUsers';

export const portalUsers: typeof english = {
  total: (number: number) =>
    counted('fr', number, { one: '# utilisateur du portail', other: '# utilisateurs du portail' }),
  add: 'Ajouter',
  new: 'Ajouter un utilisateur du portail',
  made: 'Utilisateur du portail ajouté',
  login: 'Identifiant',
  loginHead: 'Identi\u00ADfiant',
  loginHint: 'Unique, 64 caractères au plus, sans espaces.',
  password: 'Mot de passe',
  email: 'E-mail',
  emailHint: 'Pour les notifications, et pour un lien si le mot de passe est oublié.',
  ownEmail: 'Vous changez votre propre adresse sous « Ma page », avec votre mot de passe.',
  role: 'Rôle',
  roleHint: 'Détermine ce que cet identifiant permet de voir et de faire.',
  roleHintSome:
    'Détermine ce que cet identifiant permet de voir et de faire. Vous ne pouvez pas donner de rôles qui permettent plus que le vôtre.',
  ownRole: 'Vous ne pouvez pas changer votre propre rôle.',
  chooseRole: 'Choisir un rôle',
  activation: 'Date d’activation',
  activationHint: 'Le premier jour où la connexion est possible. Vide : tout de suite.',
  expiration: 'Date d’expiration',
  expirationHint: 'Le dernier jour où la connexion est possible. Vide : sans fin.',
  timezone: 'Fuseau horaire',
  timezoneHint: 'Pour les dates, les heures et les plages horaires.',
  language: 'Langue',
  languageHint: 'Celle des pages pour cet utilisateur.',
  status: 'État',
  statuses: {
    active: 'Actif',
    expired: 'Expiré',
    'not-yet-active': 'Pas encore actif',
  },
  factor: '2FA',
  factors: {
    disabled: 'Désactivé',
    pending: 'En attente',
    activated: 'Activé',
  },
  lastSignIn: 'Dernière connexion',
  never: 'Jamais',
  person: 'Personne',
  you: 'Votre propre identifiant',
  text: 'Identifiant, e-mail, personne',
  anyRole: 'Tous les rôles',
  nothing: 'Aucun utilisateur du portail ne correspond.',
  showAll: 'Tout afficher',
  editOf: (login: string) => `Modifier ${login}`,
  deleteOf: (login: string) => `Supprimer ${login}`,
  readOnly: 'Vous pouvez voir les utilisateurs du portail, mais pas les modifier.',
  notOwn: 'Vous ne pouvez pas supprimer votre propre identifiant.',
  beyond: 'Cet identifiant permet plus que le vôtre, vous ne pouvez donc pas le modifier.',
  noPassword: 'Cet identifiant n’a pas encore de mot de passe : personne ne peut donc se connecter avec lui.',
  handOver: (login: string) =>
    `Remettez ceci à la personne qui doit utiliser ${login}. Le mot de passe ne sera plus affiché et se change à la première connexion.`,
  handOverLost: 'Le mot de passe ne sera plus affiché. Fermer quand même ?',
  address: 'Adresse',
  discard: 'Annuler les modifications',
  deleteAct: 'Supprimer l’utilisateur',
  deleteTitle: (login: string) => `Supprimer ${login} ?`,
  deleteAbout: (sessions: number, person: string) =>
    [
      'Plus personne ne pourra se connecter avec cet identifiant.',
      sessions > 0
        ? counted('fr', sessions, { one: '# session se termine aussitôt.', other: '# sessions se terminent aussitôt.' })
        : '',
      person && `${person} et ses lignes restent.`,
    ]
      .filter(Boolean)
      .join(' '),
  deleted: (login: string) => `${login} est supprimé.`,
  factorSwitch: 'Demander un second facteur à chaque connexion',
  factorAbout: {
    disabled: 'Le mot de passe seul suffit.',
    pending: 'À la prochaine connexion, un code QR sera scanné avec une application d’authentification.',
    activated: 'Chaque connexion demande un code à usage unique de l’application d’authentification.',
  },
  factorAsks: {
    on: {
      title: 'Activer le second facteur ?',
      about:
        'À la prochaine connexion, un code QR sera scanné avec une application d’authentification. Les sessions ouvertes se terminent maintenant.',
      act: 'Activer',
      done: 'Le second facteur est en attente : un scan aura lieu à la prochaine connexion.',
    },
    off: {
      title: 'Désactiver le second facteur ?',
      about: 'La clé et les codes de secours sont oubliés. Désormais, le mot de passe seul suffit.',
      act: 'Désactiver',
      done: 'Le second facteur est désactivé.',
    },
    reset: {
      title: 'Réinitialiser la clé 2FA ?',
      about:
        'Pour un téléphone nouveau ou perdu. L’ancienne clé est oubliée, les sessions ouvertes se terminent et un nouveau code QR sera scanné à la prochaine connexion.',
      act: 'Réinitialiser la clé 2FA',
      done: 'La clé est oubliée. Une nouvelle sera scannée à la prochaine connexion.',
    },
  },
  allowList: 'Adresses IP autorisées',
  fromEverywhere: 'Aucune adresse n’est indiquée : la connexion est possible de partout.',
  onlyFrom: 'La connexion n’est possible que depuis ces adresses. Toutes les autres sont refusées.',
  removeEntry: (entry: string) => `Retirer ${entry}`,
  address4: 'Adresse IP ou réseau',
  address4Hint: 'Par exemple 192.168.1.20, 192.168.1.0/24 ou 2001:db8::/32',
  addAddress: 'Ajouter une IP',
  lockTitle: 'Vous exclure vous-même ?',
  lockAbout:
    'Si vous enregistrez ceci, vous ne pourrez pas continuer depuis l’endroit où vous êtes. Quelqu’un d’autre devra alors modifier la liste.',
  lockAct: 'Enregistrer quand même',
  ownSecurity: 'C’est votre propre identifiant. Vous changez ceci avec un code ou votre mot de passe sous',
  setPassword: 'Définir le mot de passe',
  passwordAbout: 'Il doit être changé à la prochaine connexion, et toutes les sessions se terminent.',
  mustChange: 'Le mot de passe actuel a été remis et doit être changé à la prochaine connexion.',
  sessions: 'Sessions',
  endAll: 'Terminer toutes les sessions',
};
