import type { problems as english } from '../en/problems';

export const problems: typeof english = {
  unreachable: 'Le boîtier ne répond pas. Est-il allumé, et êtes-vous sur son réseau ?',
  unknown: (status: number) => `Le boîtier a refusé (${status}).`,
};
