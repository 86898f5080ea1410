import { counted } from '../counted';

export const roles = {
  about: 'A role says what a portal user may see and do.',
  add: 'Add role',
  new: 'Add a role',
  delete: 'Delete role',
  name: 'Name of the role',
  builtIn: 'Built in',
  own: 'Own role',
  logins: (number: number) => counted('en', number, { one: '# login has it', other: '# logins have it' }),
  permits: (number: number) => counted('en', number, { one: '# permission', other: '# permissions' }),
  editOf: (name: string) => `Change ${name}`,
  deleteOf: (name: string) => `Delete ${name}`,
  like: 'Make one like it',
  likeOf: (name: string) => `Make one like it: ${name}`,
  copyOf: (name: string) => `${name} (copy)`,
  beyond: 'This role permits more than you may, so you cannot change it.',
  onlyYours: 'You can only give what you may do yourself.',
  notYours: 'You may not do this yourself.',
  yours: 'This is your own role: you can rename it, but not change what it permits.',
  saved: (name: string) => `The role ${name} is saved.`,
  deleted: (name: string) => `The role ${name} is deleted.`,
  deleteTitle: (name: string) => `Delete the role ${name}?`,
  deleteAbout: (number: number) =>
    number > 0
      ? counted('en', number, {
          one: '# login has it and needs another role first.',
          other: '# logins have it and need another role first.',
        })
      : 'No login has it.',
  groups: {
    own: 'One’s own',
    people: 'People and telephones',
    calls: 'Calls',
    portal: 'Logins, roles and changes',
    numbers: 'Numbers and announcements',
    office: 'Office and hours',
    box: 'The box and its settings',
  },
};
