// News of a change with a way to take it back, where the box can and the reader may.
import { api, given } from '../api/client';
import { Refused } from '../api/problem';
import { may, me } from '../session.svelte';
import { t } from '../words/words.svelte';
import { tell } from './toasts.svelte';

/** Tells that the row `id` has been changed by the reader just now, with Undo. `then` is called when it was taken back. */
export async function tellWithUndo(text: string, id: string, then: () => void = () => {}): Promise<void> {
  const version = await lastChange(id);
  if (version === undefined) {
    tell(text);
    return;
  }
  tell(text, { action: { label: t().common.undo, act: () => void takeBack(version, then) } });
}

/** The change that the reader made last of this row; undefined when they may not see or undo it. */
async function lastChange(id: string): Promise<number | undefined> {
  const who = me()?.id;
  if (!who || !may('audit-read') || !may('audit-undo')) return undefined;
  try {
    const { items } = await given(api.GET('/audit', { params: { query: { id, who, limit: 1 } } }));
    return items[0]?.version || undefined;
  } catch {
    // Without the number of the change there is no button, and the change stands all the same.
    return undefined;
  }
}

async function takeBack(version: number, then: () => void): Promise<void> {
  try {
    const { conflicts } = await given(api.POST('/undo', { body: { version } }));
    if (conflicts.length > 0) tell(t().common.notUndone, { kind: 'bad' });
    else tell(t().common.undone);
    then();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.problem.detail || t().problems.unreachable, { kind: 'bad' });
  }
}
