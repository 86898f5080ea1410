import type { problems as english } from '../en/problems';

export const problems: typeof english = {
  unreachable: 'El equipo no responde. ¿Está encendido y está usted en su red?',
  unknown: (status: number) => `El equipo lo ha rechazado (${status}).`,
  newVersion: 'Hay una nueva versión del portal. Vuelva a cargar la página para continuar.',
  reload: 'Volver a cargar',
  failed: 'Algo ha fallado en esta página. Lo que estaba guardado sigue a salvo.',
};
