export const problems = {
  unreachable: 'The box does not answer. Is it on, and are you in its network?',
  unknown: (status: number) => `The box refused that (${status}).`,
  newVersion: 'There is a new version of the portal. Reload the page to go on.',
  reload: 'Reload',
  failed: 'Something has gone wrong on this page. What was saved is safe.',
};
