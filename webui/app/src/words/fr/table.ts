import type { table as english } from '../en/table';

export const table: typeof english = {
  columns: 'Choisir les colonnes',
  actions: 'Actions',
  tickAll: 'Tout sélectionner',
  tick: (name: string) => `Sélectionner ${name}`,
  edit: (column: string, name: string) => `Modifier ${column} de ${name}`,
  menuOf: (name: string) => `Menu de ${name}`,
};
