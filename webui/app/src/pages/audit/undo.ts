// Taking changes back: what came of it is told, and can be taken back itself. What others have changed since stays.
import { api, given, type Schema } from '../../api/client';
import { type Problem, refusal } from '../../api/problem';
import { tell } from '../../parts/toasts.svelte';
import { t } from '../../words/words.svelte';
import type { Change } from './changes';

type Wanted = { version: number } | { who: string; since: string };
export type Conflict = Schema<'ShownConflict'>;
/** Done, or why not: with the conflicts, or what the box has against it. */
export type Outcome = { isDone: true } | { isDone: false; conflicts: Conflict[]; problem: Problem | undefined };

/** Takes it back; with `rest`, all but what others have changed since. `then` is called again if that is taken back. */
export async function takeBack(wanted: Wanted, rest: boolean, then: () => void): Promise<Outcome> {
  try {
    const { cells, version } = await given(api.POST('/undo', { body: { ...wanted, leave_conflicts: rest } }));
    if (cells === 0) tell(t().audit.nothingUndone);
    else tell(t().audit.undone(cells), { action: { label: t().common.undo, act: () => void again(version, then) } });
    then();
    return { isDone: true };
  } catch (error) {
    const problem = refusal(error);
    const conflicts = problem.code === 'changed-since' ? (problem.more.conflicts as Conflict[] | undefined) : undefined;
    return { isDone: false, conflicts: conflicts ?? [], problem: conflicts ? undefined : problem };
  }
}

/** Whether anything of these changes is left to be taken back: what has a conflict stays as a whole. */
export function hasRest(of: Change[], conflicts: Conflict[]): boolean {
  const key = ({ table, id }: { table: string; id: string | null }) => `${table} ${id}`;
  const stays = new Set(conflicts.map(key));
  return of.some((change) => change.things.some((thing) => !stays.has(key(thing))));
}

async function again(version: number, then: () => void): Promise<void> {
  const outcome = await takeBack({ version }, false, then);
  if (!outcome.isDone) tell(outcome.problem?.detail || t().audit.conflictsOnly, { kind: 'bad' });
}
