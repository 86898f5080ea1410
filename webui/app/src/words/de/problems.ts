import type { problems as english } from '../en/problems';

export const problems: typeof english = {
  unreachable: 'Die Anlage antwortet nicht. Ist sie an, und sind Sie in ihrem Netz?',
  unknown: (status: number) => `Die Anlage hat das abgelehnt (${status}).`,
  newVersion: 'Es gibt eine neue Version des Portals. Laden Sie die Seite neu, um weiterzuarbeiten.',
  reload: 'Neu laden',
  failed: 'Auf dieser Seite ist etwas schiefgegangen. Was gespeichert war, ist sicher.',
};
