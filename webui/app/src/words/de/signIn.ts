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
  waits: (name: string) =>
    `Was ${name} auf dieser Seite eingegeben hat, ist noch nicht gespeichert und bleibt stehen. Macht hier jemand anderes weiter, geht es verloren.`,
  notSaved: 'Etwas ist nicht gespeichert',
  notSavedAbout: (first: string, second: string) =>
    `Sie sind als ${second} angemeldet. Was ${first} auf dieser Seite eingegeben hat, ist nicht gespeichert. Sie sehen es nicht, und es geht verloren, wenn Sie weitermachen.`,
  signInAs: (first: string) => `Als ${first} anmelden`,
  goOnAs: (second: string) => `Verwerfen und als ${second} weitermachen`,
  support: (whom: string) => `Sie brauchen Ihren Anmeldenamen? Fragen Sie: ${whom}.`,
  forgottenAbout:
    'Geben Sie Ihren Anmeldenamen ein. Gehört eine E-Mail-Adresse dazu, kommt dorthin ein Link, mit dem Sie ein neues Passwort wählen.',
  send: 'Link senden',
  sent: 'Wenn es diesen Anmeldenamen mit einer E-Mail-Adresse gibt, ist ein Link unterwegs. Sehen Sie in Ihrem Postfach nach, auch im Spam-Ordner. Der Link gilt eine halbe Stunde.',
  back: 'Zurück zur Anmeldung',
  newPassword: 'Neues Passwort',
  savePassword: 'Neues Passwort speichern',
  changed: 'Ihr neues Passwort ist gespeichert. Überall, wo Sie angemeldet waren, müssen Sie sich neu anmelden.',
  incomplete:
    'Dieser Link ist nicht vollständig. Öffnen Sie ihn noch einmal aus der E-Mail oder fordern Sie einen neuen an.',
  another: 'Neuen Link anfordern',
  ownPassword: 'Eigenes Passwort wählen',
  ownPasswordAbout: 'Ihr jetziges Passwort hat Ihnen jemand anderes gegeben. Wählen Sie eines, das nur Sie kennen.',
  givenPassword: 'Passwort, das Sie bekommen haben',
  setUpKey: 'Authenticator-App einrichten',
  setUpKeyAbout:
    'Ab jetzt brauchen Sie zum Anmelden Ihr Passwort und einen Code aus einer App auf Ihrem Telefon. So kommt niemand herein, der nur Ihr Passwort kennt.',
};
