import type { table as english } from '../en/table';

export const table: typeof english = {
  columns: 'Spalten wählen',
  actions: 'Aktionen',
  tickAll: 'Alle auswählen',
  tick: (name: string) => `${name} auswählen`,
  edit: (column: string, name: string) => `${column} von ${name} bearbeiten`,
  menuOf: (name: string) => `Menü von ${name}`,
};
