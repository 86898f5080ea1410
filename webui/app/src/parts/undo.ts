// News of a change with a way to take it back, where the box can and the reader may.
import { api, given } from '../api/client';
import { Refused } from '../api/problem';
import { may } from '../session.svelte';
import { t } from '../words/words.svelte';
import { tell } from './toasts.svelte';

/** Tells that something was changed, with Undo. `version`: which one of the office it made; undefined where nothing has
 *  changed. `then` is called when it was taken back. */
export function tellWithUndo(text: string, version: number | undefined, then: () => void = () => {}): void {
  if (version === undefined || !may('audit-undo')) return tell(text);
  tell(text, { action: { label: t().common.undo, act: () => void takeBack(version, then) } });
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
