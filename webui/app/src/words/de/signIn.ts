import type { signIn as english } from '../en/signIn';

export const signIn: typeof english = {
  title: 'Anmelden',
  name: 'Anmeldename, E-Mail-Adresse oder interne Nummer',
  account: 'Name des Büros',
  accountHint: 'Nur nötig, wenn die Anlage Ihr Büro sonst nicht kennt. Sie können ihn auch hinter ein @ schreiben.',
  password: 'Passwort',
  code: 'Code',
  codeHint: 'Die sechs Ziffern Ihrer Authenticator-App oder einer Ihrer Wiederherstellungscodes.',
  submit: 'Anmelden',
  forgotten: 'Passwort zurücksetzen',
  ended: 'Ihre Sitzung ist beendet. Bitte melden Sie sich erneut an.',
  support: (whom: string) => `Sie brauchen Ihren Anmeldenamen? Fragen Sie: ${whom}.`,
};
