// Whom the page that deletes is about. A few stand in its address, so that a link to it works; more would make it too long
// and are kept with this tab.
import { go } from '../../../address.svelte';

/** People that are deleted at once at most, as the box takes them. */
export const DELETED_MOST = 1000;

/** Ids in an address at most. */
const IN_ADDRESS = 30;
const KEY = 'bellbox-deleting';

/** Goes to the page that deletes these people. */
export function toDeletion(ids: string[]): void {
  if (ids.length <= IN_ADDRESS) return go(`/people/delete?${new URLSearchParams(ids.map((id) => ['id', id]))}`);
  sessionStorage.setItem(KEY, JSON.stringify(ids));
  go('/people/delete?of=selected');
}

/** Whom the address means; nobody when there is nothing that names them. */
export function chosenFor(query: URLSearchParams): string[] {
  const named = query.getAll('id');
  if (query.get('of') !== 'selected') return [...new Set(named)];
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    // What cannot be read was not written here.
    return [];
  }
}
