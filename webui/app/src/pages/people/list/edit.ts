// Changes one cell of a person, unless somebody else has changed that very cell since it was shown.
import { api, given, tagged } from '../../../api/client';
import { Refused } from '../../../api/problem';
import { t } from '../../../words/words.svelte';
import type { Person } from './query';

/** The cells that are changed in the list (F-92 to F-94). */
export type Editable = 'first_name' | 'last_name' | 'job_title' | 'department' | 'email' | 'crm_user' | 'time_frame';

/** Writes a cell; `loaded` is handed whoever it is about as the box has them now, before anything is written. */
export async function changeCell(
  shown: Person,
  cell: Editable,
  value: string,
  loaded: (person: Person) => void,
): Promise<Person> {
  const path = { id: shown.id };
  const { row, tag } = await tagged(api.GET('/people/{id}', { params: { path } }));
  if ((row[cell] ?? '') !== (shown[cell] ?? '')) {
    loaded(row);
    const detail = t().people.quicker(cell === 'time_frame' ? (row.time_frame_name ?? '') : (row[cell] ?? ''));
    throw new Refused({ status: 412, code: 'precondition-failed', title: '', detail, errors: [], more: {} });
  }
  const body = { [cell]: cell === 'time_frame' && value === '' ? null : value.trim() };
  return given(api.PATCH('/people/{id}', { params: { path, header: { 'If-Match': tag } }, body }));
}
