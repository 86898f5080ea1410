export const table = {
  columns: 'Choose columns',
  actions: 'Actions',
  tickAll: 'Select all',
  tick: (name: string) => `Select ${name}`,
  edit: (column: string, name: string) => `Edit ${column} of ${name}`,
  menuOf: (name: string) => `Menu of ${name}`,
};
