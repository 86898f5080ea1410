export const problems = {
  unreachable: 'The box does not answer. Is it on, and are you in its network?',
  unknown: (status: number) => `The box refused that (${status}).`,
};
