// Ticking all rows of a list.
import { refusal } from '../../api/problem';
import type { Rows } from '../../api/rows.svelte';
import { t } from '../../words/words.svelte';
import { tell } from '../toasts.svelte';

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
