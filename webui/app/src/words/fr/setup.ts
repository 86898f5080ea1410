import { counted } from '../counted';
import type { setup as english } from '../en/setup';

export const setup: typeof english = {
  place: (place: number, of: number) => `Étape ${place} sur ${of}`,
  progress: 'Avancement de l’installation',
  titles: {
    code: 'Installer ce système téléphonique',
    clock: 'L’horloge',
    office: 'Votre bureau',
    owner: 'Votre accès',
    numbers: 'Postes',
    done: 'Terminé',
  },
  welcome:
    'Ce boîtier n’appartient encore à personne. Pour qu’il soit à vous, saisissez le code qu’il affiche là où il a été démarré : à l’écran, sur la console série ou dans son journal.',
  code: 'Code',
  codeHint: 'Huit lettres et chiffres. Un nouveau code est créé à chaque démarrage.',
  certificateTitle: 'Pourquoi mon navigateur m’a-t-il averti ?',
  certificate:
    'Ce que vous saisissez ici est chiffré. Mais le boîtier a signé lui-même son certificat, car il n’a pas de nom sur Internet dont quelqu’un pourrait se porter garant, et votre navigateur ne connaît pas cette signature. Dans votre propre réseau, vous pouvez continuer. Pour en être sûr, comparez l’empreinte affichée par le navigateur avec celle de la console ; pour ne plus avoir l’avertissement, donnez au navigateur le fichier ca.pem du boîtier.',
  clockWhy: 'Les codes de connexion et les horaires ont besoin de l’heure exacte.',
  boxClock: 'Le boîtier',
  ownClock: 'Cet ordinateur',
  clockGood: 'Les horloges concordent.',
  clockWrong: 'Les horloges diffèrent. Si cet ordinateur est à l’heure, réglez le boîtier sur lui.',
  clockElsewhere:
    'Les horloges diffèrent. Ce programme n’a pas le droit de régler l’horloge du boîtier : c’est à la personne qui s’occupe de l’ordinateur sur lequel il tourne, de préférence avec un serveur de temps (NTP).',
  clockSet:
    'L’horloge est réglée. Le boîtier a un nouveau certificat : si votre navigateur avertit de nouveau, comparez l’empreinte avec la nouvelle sur la console, puis rechargez cette page. Ce que vous avez saisi est conservé, sauf le mot de passe.',
  setClock: 'Régler le boîtier sur cet ordinateur',
  goOn: 'Continuer quand même',
  officeName: 'Nom du bureau',
  officeNameHint: 'Tel qu’il doit figurer sur les pages et les téléphones.',
  country: 'Pays',
  region: 'Région',
  regionHint: 'Pour les jours fériés.',
  noRegion: 'Aucune en particulier',
  timezone: 'Fuseau horaire',
  ownerWhy: 'Avec cet accès, vous gérez tout. Vous pourrez donner ensuite le leur aux autres.',
  login: 'Identifiant',
  loginHint: '64 caractères au plus, sans espace.',
  email: 'E-mail',
  emailHint: 'Pour le cas où vous oubliez le mot de passe ; peut rester vide.',
  makeOffice: 'Créer le bureau et se connecter',
  numbersWhy:
    'Chaque poste reçoit un numéro, un compte pour un téléphone et une messagerie. Les noms peuvent être saisis plus tard ou venir d’un fichier.',
  firstNumber: 'Premier numéro',
  howMany: 'Combien',
  wrongFirst: 'Deux à dix chiffres, le premier différent de 0.',
  wrongCount: (most: number) => `De 1 à ${most}, et tous les numéros doivent avoir autant de chiffres que le premier.`,
  extension: (number: string) => `Poste ${number}`,
  makeNumbers: 'Créer les postes',
  importFile: 'Importer un fichier avec les noms …',
  later: 'Plus tard',
  done: (made: number) =>
    made === 0
      ? 'Le bureau est créé. Il n’a pas encore de poste.'
      : `Le bureau est créé, avec ${counted('fr', made, { one: '# poste', other: '# postes' })}.`,
  nextTitle: 'Et ensuite',
  nextPhones: 'Téléphones : la page de chaque personne contient le compte pour un téléphone ou une application.',
  nextFactor: (name: string) =>
    `Votre accès ${name} : protégez-le avec une application d’authentification, sous « Ma page ».`,
  nextPeople: 'Personnes : donnez des noms aux postes et envoyez les invitations par e-mail.',
  open: 'Ouvrir le portail',
};
