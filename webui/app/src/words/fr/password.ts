import type { password as english } from '../en/password';

export const password: typeof english = {
  show: 'Afficher le mot de passe',
  hide: 'Masquer le mot de passe',
  make: 'Générer un mot de passe sûr',
  strength: 'Robustesse du mot de passe',
  levels: ['Insuffisant', 'Très faible', 'Faible', 'Correct', 'Fort'],
  rule: (least: number, most: number) =>
    `De ${least} à ${most} caractères. Quelques mots sans rapport entre eux conviennent bien.`,
};
