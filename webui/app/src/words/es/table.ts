import type { table as english } from '../en/table';

export const table: typeof english = {
  columns: 'Elegir columnas',
  actions: 'Acciones',
  tickAll: 'Seleccionar todo',
  tick: (name: string) => `Seleccionar ${name}`,
  edit: (column: string, name: string) => `Editar ${column} de ${name}`,
  menuOf: (name: string) => `Menú de ${name}`,
};
