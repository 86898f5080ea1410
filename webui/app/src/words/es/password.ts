import type { password as english } from '../en/password';

export const password: typeof english = {
  show: 'Mostrar la contraseña',
  hide: 'Ocultar la contraseña',
  make: 'Generar una contraseña segura',
  strength: 'Seguridad de la contraseña',
  levels: ['Insuficiente', 'Muy débil', 'Débil', 'Aceptable', 'Fuerte'],
  rule: (least: number, most: number) =>
    `De ${least} a ${most} caracteres. Unas palabras sin relación entre sí son buena elección.`,
};
