import type { signIn as english } from '../en/signIn';

export const signIn: typeof english = {
  title: 'Connexion',
  name: 'Identifiant, adresse e-mail ou numéro interne',
  account: 'Nom du compte',
  accountHint:
    "Seulement si le boîtier ne reconnaît pas votre bureau autrement. Vous pouvez aussi l'écrire après un @.",
  password: 'Mot de passe',
  code: 'Code',
  codeHint: "Les six chiffres de votre application d'authentification, ou l'un de vos codes de secours.",
  submit: 'Se connecter',
  forgotten: 'Réinitialiser le mot de passe',
  ended: 'Votre session est terminée. Veuillez vous reconnecter.',
  waits: (name: string) =>
    `Ce que ${name} a saisi sur cette page n’est pas encore enregistré et reste en attente. Si quelqu’un d’autre continue ici, ce sera perdu.`,
  notSaved: 'Des saisies ne sont pas enregistrées',
  notSavedAbout: (first: string, second: string) =>
    `Cette session est celle de ${second}. Ce que ${first} a saisi sur cette page n’est pas enregistré. Vous ne le voyez pas, et ce sera perdu si vous continuez.`,
  signInAs: (first: string) => `Se connecter en tant que ${first}`,
  goOnAs: (second: string) => `Abandonner ces saisies et continuer en tant que ${second}`,
  support: (whom: string) => `Besoin de votre identifiant ? Demandez à : ${whom}.`,
  forgottenAbout:
    'Saisissez votre identifiant. S’il a une adresse e-mail, un lien y est envoyé pour choisir un nouveau mot de passe.',
  send: 'Envoyer le lien',
  sent: 'Si cet identifiant existe et qu’il a une adresse e-mail, un lien est en route. Consultez votre messagerie, y compris les indésirables. Le lien est valable une demi-heure.',
  back: 'Retour à la connexion',
  newPassword: 'Nouveau mot de passe',
  savePassword: 'Enregistrer le nouveau mot de passe',
  changed: 'Votre nouveau mot de passe est enregistré. Partout où vous étiez connecté, vous devez vous reconnecter.',
  incomplete: 'Ce lien est incomplet. Ouvrez-le de nouveau depuis l’e-mail ou demandez-en un autre.',
  another: 'Demander un nouveau lien',
  ownPassword: 'Choisissez votre mot de passe',
  ownPasswordAbout:
    'Votre mot de passe actuel vous a été donné par quelqu’un d’autre. Choisissez-en un que vous êtes seul à connaître.',
  givenPassword: 'Mot de passe qui vous a été donné',
  setUpKey: 'Configurer l’application d’authentification',
  setUpKeyAbout:
    'Désormais, pour vous connecter, il faut votre mot de passe et un code d’une application de votre téléphone. Ainsi, personne n’entre en connaissant seulement votre mot de passe.',
};
