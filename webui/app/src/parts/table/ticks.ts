// Ticking rows of a list, one or all.
import { refusal } from '../../api/problem';
import type { Rows } from '../../api/rows.svelte';
import { t } from '../../words/words.svelte';
import { tell } from '../toasts.svelte';

/** Ticks a row, or no longer. */
export function toggle(ticked: Set<string>, id: string): void {
  if (!ticked.delete(id)) ticked.add(id);
}

/** Whether all rows that are loaded are ticked, and `least` in all. */
export function areAll<Row>(ticked: Set<string>, rows: Rows<Row>, id: (row: Row) => string, least: number): boolean {
  return rows.total !== 0 && ticked.size >= Math.max(least, 1) && rows.loaded().every((row) => ticked.has(id(row)));
}

/** Ticks all that `ids` finds, unless another list is shown by then: what another filter has found is not meant. */
export async function tickEvery(
  ticked: Set<string>,
  rows: Rows<unknown>,
  ids: () => string[] | Promise<string[]>,
): Promise<void> {
  const { list } = rows;
  try {
    const found = await ids();
    if (list === rows.list) for (const one of found) ticked.add(one);
  } catch (error) {
    tell(refusal(error).detail || t().problems.unreachable, { kind: 'bad' });
  }
}
