import type { problems as english } from '../en/problems';

export const problems: typeof english = {
  unreachable: 'El equipo no responde. ¿Está encendido y está usted en su red?',
  unknown: (status: number) => `El equipo lo ha rechazado (${status}).`,
};
