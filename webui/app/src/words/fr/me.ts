import type { me as english } from '../en/me';

export const me: typeof english = {
  calls: 'Appels',
  settings: 'Réglages',
  security: 'Sécurité',
  lines: 'Vos numéros internes',
  noPerson: 'Aucune personne n’est liée à cet identifiant : il n’a donc ni lignes ni appels propres.',
  callsForbidden: 'Votre rôle ne permet pas de voir vos appels.',
  which: 'Quels appels',
  refresh: 'Actualiser',
  noCalls: 'Il n’y a pas encore de tels appels.',
  moreCalls: 'Afficher les appels précédents',
  login: 'Identifiant',
  rename: 'Changer votre identifiant',
  renamedBy: 'La personne qui gère les utilisateurs du portail dans votre bureau peut changer votre identifiant.',
  language: 'Langue',
  languageOfBrowser: 'Celle du navigateur',
  timezone: 'Fuseau horaire',
  timezoneHint: 'Les dates et heures s’affichent dans ce fuseau. Tapez un lieu pour le trouver.',
  timezoneOfOffice: 'Celui du bureau',
  email: 'Adresse e-mail',
  emailHint: 'Pour les notifications, et pour un lien si vous oubliez votre mot de passe.',
  passwordForEmail:
    'Quiconque lit ces e-mails peut entrer avec votre identifiant : une nouvelle adresse demande donc votre mot de passe.',
  password: 'Mot de passe',
  oldPassword: 'Mot de passe actuel',
  newPassword: 'Nouveau mot de passe',
  changePassword: 'Changer le mot de passe',
  passwordChanged: 'Votre mot de passe est changé. Vos autres sessions sont terminées.',
  secondFactor: 'Second facteur (2FA)',
  secondFactorOn: 'À chaque connexion, un code de votre application d’authentification est demandé.',
  secondFactorOff:
    'Avec lui, la connexion demande aussi un code d’une application de votre téléphone. Personne n’entre en connaissant seulement votre mot de passe.',
  states: {
    disabled: 'Désactivé',
    pending: 'Sera configuré à la prochaine connexion',
    activated: 'Activé',
  },
  switchOn: 'Activer',
  switchOff: 'Désactiver',
  resetKey: 'Réinitialiser la clé 2FA',
  renewCodes: 'Nouveaux codes de secours',
  switchedOff: 'Le second facteur est désactivé.',
  keyForgotten: 'La clé est oubliée. Connectez-vous et scannez la nouvelle.',
  asks: {
    codes: {
      title: 'Nouveaux codes de secours',
      about: 'Les codes actuels ne seront plus valables.',
      act: 'Créer de nouveaux codes',
    },
    reset: {
      title: 'Réinitialiser la clé 2FA',
      about: 'Pour un nouveau téléphone. Vous êtes déconnecté et scannez une nouvelle image à la prochaine connexion.',
      act: 'Réinitialiser et se déconnecter',
    },
    disable: {
      title: 'Désactiver le second facteur',
      about: 'Ensuite, votre mot de passe seul suffit.',
      act: 'Désactiver',
    },
  },
  code: 'Code de l’application',
  confirmCode: 'Confirmer',
  scanApp:
    'Installez une application d’authentification sur votre téléphone, par exemple Aegis, Google Authenticator ou Microsoft Authenticator.',
  scanPicture: 'Scannez cette image avec l’application.',
  scanAlt: 'Code QR pour l’application d’authentification',
  scanTyped: 'Vous ne pouvez pas le scanner ?',
  scanHere: 'L’ouvrir dans l’application de cet appareil',
  copySecret: 'Copier la clé',
  scanCode: 'Tapez les six chiffres affichés par l’application.',
  codes: 'Codes de secours',
  codesAbout:
    'Le second facteur est activé. Si vous perdez votre téléphone, chacun de ces codes vous permet d’entrer une fois. Gardez-les en lieu sûr : ils ne seront plus affichés.',
  codesKept: 'J’ai gardé ces codes.',
  codesLost: 'Les codes ne seront plus affichés. Fermer quand même ?',
  codesName: 'codes-de-secours.txt',
  codesFile: (login: string, box: string) =>
    `Codes de secours de ${login} pour ${box}. Chacun vaut pour une connexion.`,
  print: 'Imprimer',
  done: 'Terminé',
  help: 'Aide sur le second facteur',
  helpAbout: 'Ce que c’est, comment le configurer et que faire avec un téléphone nouveau ou perdu.',
  helpParts: [
    {
      title: 'Ce que c’est',
      text: [
        'Un mot de passe peut être vu, deviné ou transmis. Le second facteur est quelque chose que vous êtes seul à avoir : une application de votre téléphone qui affiche six autres chiffres toutes les 30 secondes. Il faut les deux pour se connecter.',
      ],
    },
    {
      title: 'Le configurer',
      text: [
        'Installez une application d’authentification. Toutes celles qui connaissent « TOTP » conviennent : Aegis, FreeOTP, Google Authenticator, Microsoft Authenticator ou un gestionnaire de mots de passe.',
        'Choisissez « ajouter » ou « + » dans l’application et scannez l’image affichée ici. Si le téléphone n’a pas d’appareil photo, tapez la clé qui se trouve au-dessous.',
        'Tapez les six chiffres affichés par l’application. Vous recevez alors des codes de secours : imprimez-les ou gardez-les dans un gestionnaire de mots de passe.',
      ],
    },
    {
      title: 'Se connecter',
      text: [
        'Après le mot de passe, le code est demandé. Chaque code sert une fois, pendant une demi-minute environ.',
        'Si un code juste est refusé, l’horloge du téléphone est mal réglée. Mettez-la à l’heure automatique.',
      ],
    },
    {
      title: 'Un nouveau téléphone',
      text: [
        'Si vous avez encore l’ancien, choisissez « Réinitialiser la clé 2FA » sur votre page. Vous êtes déconnecté et scannez une nouvelle image à la prochaine connexion.',
      ],
    },
    {
      title: 'Le téléphone est perdu',
      text: [
        'Connectez-vous avec un code de secours au lieu d’un code de l’application, puis réinitialisez la clé.',
        'Si vous n’avez pas non plus de codes de secours, une personne qui gère les utilisateurs du portail peut réinitialiser votre clé.',
      ],
    },
  ],
  sessions: 'Où vous êtes connecté',
  sessionsAbout: 'Si l’une d’elles vous est inconnue, terminez-la et changez votre mot de passe.',
  noSessions: 'Personne n’est connecté avec cet identifiant.',
  thisSession: 'Ce navigateur',
  unknownBrowser: 'Programme inconnu',
  sessionWhere: (address: string, since: string, used: string) =>
    `Depuis ${address}, dès le ${since}, dernière utilisation le ${used}`,
  endSession: 'Terminer',
  endSessionOf: (browser: string, address: string) => `Terminer la session de ${browser} depuis ${address}`,
  endOthers: 'Terminer toutes les autres sessions',
  sessionEnded: 'La session est terminée.',
  sessionsEnded: 'Les sessions sont terminées.',
};
