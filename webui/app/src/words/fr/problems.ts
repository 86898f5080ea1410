import type { problems as english } from '../en/problems';

export const problems: typeof english = {
  unreachable: 'Le boîtier ne répond pas. Est-il allumé, et êtes-vous sur son réseau ?',
  unknown: (status: number) => `Le boîtier a refusé (${status}).`,
  newVersion: 'Il y a une nouvelle version du portail. Rechargez la page pour continuer.',
  reload: 'Recharger',
  failed: 'Quelque chose s’est mal passé sur cette page. Ce qui était enregistré est conservé.',
};
