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
  support: (whom: string) => `Besoin de votre identifiant ? Demandez à : ${whom}.`,
};
