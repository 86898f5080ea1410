// Changes one cell of a person, unless somebody else has changed that very cell since it was shown.
import { api, tagged } from '../../../api/client';
import { Refused } from '../../../api/problem';
import { t } from '../../../words/words.svelte';
import type { Person } from './query';

/** The cells that are changed in the list (F-92 to F-94). */
export type Editable = 'first_name' | 'last_name' | 'job_title' | 'department' | 'email' | 'crm_user' | 'time_frame';

/** What a cell holds, as it is compared and written; nothing at all is ''. */
export function valueOf(person: Person, cell: Editable): string {
  return person[cell] ?? '';
}

/** Writes a cell; `loaded` is handed whoever it is about as the box has them now, before anything is written. Undefined:
 *  nothing was changed by it. */
export async function changeCell(
  shown: Person,
  cell: Editable,
  value: string,
  loaded: (person: Person) => void,
): Promise<{ person: Person; version: number | undefined } | undefined> {
  const typed = value.trim();
  const path = { id: shown.id };
  const { row, tag } = await tagged(api.GET('/people/{id}', { params: { path } }));
  if (typed === valueOf(shown, cell) || typed === valueOf(row, cell)) {
    loaded(row);
    return undefined;
  }
  if (valueOf(row, cell) !== valueOf(shown, cell)) {
    loaded(row);
    const detail = t().people.quicker(cell === 'time_frame' ? (row.time_frame_name ?? '') : valueOf(row, cell));
    throw new Refused({ status: 412, code: 'precondition-failed', title: '', detail, errors: [], more: {} });
  }
  const body = { [cell]: cell === 'time_frame' && typed === '' ? null : typed };
  const { row: changed, version } = await tagged(
    api.PATCH('/people/{id}', { params: { path, header: { 'If-Match': tag } }, body }),
  );
  // The box may read something else into it than what was typed.
  return valueOf(changed, cell) === valueOf(row, cell) ? undefined : { person: changed, version };
}
