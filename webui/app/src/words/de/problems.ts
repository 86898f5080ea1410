import type { problems as english } from '../en/problems';

export const problems: typeof english = {
  unreachable: 'Die Anlage antwortet nicht. Ist sie an, und sind Sie in ihrem Netz?',
  unknown: (status: number) => `Die Anlage hat das abgelehnt (${status}).`,
};
