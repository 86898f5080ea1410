import type { password as english } from '../en/password';

export const password: typeof english = {
  show: 'Passwort anzeigen',
  hide: 'Passwort verbergen',
  make: 'Sicheres Passwort erzeugen',
  strength: 'Stärke des Passworts',
  levels: ['Genügt nicht', 'Sehr schwach', 'Schwach', 'Brauchbar', 'Stark'],
  rule: (least: number, most: number) =>
    `${least} bis ${most} Zeichen. Gut sind ein paar Wörter, die nicht zusammengehören.`,
};
