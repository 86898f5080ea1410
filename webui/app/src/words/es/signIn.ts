import type { signIn as english } from '../en/signIn';

export const signIn: typeof english = {
  title: 'Iniciar sesión',
  name: 'Usuario, correo electrónico o número interno',
  account: 'Nombre de la cuenta',
  accountHint: 'Solo si el equipo no reconoce su oficina de otro modo. También puede escribirlo tras una @.',
  password: 'Contraseña',
  code: 'Código',
  codeHint: 'Los seis dígitos de su aplicación de autenticación o uno de sus códigos de recuperación.',
  submit: 'Entrar',
  forgotten: 'Restablecer la contraseña',
  ended: 'Su sesión ha terminado. Inicie sesión de nuevo.',
  support: (whom: string) => `¿Necesita su usuario? Pregunte a: ${whom}.`,
};
