import { counted } from '../counted';
import type { roles as english } from '../en/roles';

export const roles: typeof english = {
  about: 'Un rol determina qué puede ver y hacer un usuario del portal.',
  add: 'Añadir rol',
  new: 'Añadir un rol',
  delete: 'Eliminar rol',
  name: 'Nombre del rol',
  builtIn: 'Incluido',
  own: 'Rol propio',
  logins: (number: number) => counted('es', number, { one: '# usuario lo tiene', other: '# usuarios lo tienen' }),
  permits: (number: number) => counted('es', number, { one: '# permiso', other: '# permisos' }),
  editOf: (name: string) => `Cambiar ${name}`,
  deleteOf: (name: string) => `Eliminar ${name}`,
  like: 'Crear uno parecido',
  likeOf: (name: string) => `Crear uno parecido: ${name}`,
  copyOf: (name: string) => `${name} (copia)`,
  beyond: 'Este rol permite más de lo que usted puede, por eso no puede cambiarlo.',
  onlyYours: 'Solo puede dar lo que usted mismo puede hacer.',
  notYours: 'Usted mismo no puede hacer esto.',
  yours: 'Este es su propio rol: puede cambiarle el nombre, pero no lo que permite.',
  saved: (name: string) => `El rol ${name} se ha guardado.`,
  deleted: (name: string) => `El rol ${name} se ha eliminado.`,
  deleteTitle: (name: string) => `¿Eliminar el rol ${name}?`,
  deleteAbout: (number: number) =>
    number > 0
      ? counted('es', number, {
          one: '# usuario lo tiene y antes necesita otro rol.',
          other: '# usuarios lo tienen y antes necesitan otro rol.',
        })
      : 'Ningún usuario lo tiene.',
  groups: {
    own: 'Lo propio',
    people: 'Personas y teléfonos',
    calls: 'Llamadas',
    portal: 'Usuarios, roles y cambios',
    numbers: 'Números y anuncios',
    office: 'Oficina y horarios',
    box: 'El equipo y sus ajustes',
  },
};
