// The audit log of what belongs to a person, a change at a time.
import { api, given, type Schema } from '../../../api/client';
import type { PersonForm } from './personForm.svelte';

export type Entry = Schema<'AuditEntry'>;

/** One change of the office, with the cells of this person's rows that it touched; or something that happened. */
export type Change = { version: number; at: string; who: string; entries: Entry[] };

/** What a change did: to a row as a whole, or to a cell of it. */
export type Deed = { is: 'added' | 'removed' | 'cell'; entry: Entry };

/** How many entries of each row are asked for, and how many changes are shown. */
const MOST = 40;

/** The latest changes of all rows of a person, newest first. */
export async function changesOf(form: PersonForm): Promise<Change[]> {
  const rows = [form.id, form.loginRow?.id, ...form.lines.flatMap(rowsOf)].filter((id) => id !== undefined);
  const pages = await Promise.all(
    rows.map((id) => given(api.GET('/audit', { params: { query: { id, limit: MOST } } }))),
  );
  return grouped(pages.flatMap(({ items }) => items)).slice(0, MOST);
}

/** How many rows a change touched, of whomever; `isMore`: so many at least, since not all could be counted at once. */
export async function rowsTouched(version: number): Promise<{ rows: number; isMore: boolean }> {
  const { items, next } = await given(api.GET('/audit', { params: { query: { version, limit: 500 } } }));
  return { rows: new Set(items.map(({ id }) => id)).size, isMore: next !== null };
}

/** Entries by the change that made them, newest first. */
export function grouped(entries: Entry[]): Change[] {
  const changes: Change[] = [];
  for (const entry of [...entries].sort((a, b) => b.n - a.n)) {
    const last = changes.at(-1);
    if (last && entry.version > 0 && last.version === entry.version) last.entries.push(entry);
    else changes.push({ version: entry.version, at: entry.at, who: entry.who_name, entries: [entry] });
  }
  for (const change of changes) change.entries.reverse();
  return changes;
}

/** What is worth a line of its own: a row that came or went is told as one. */
export function deeds({ entries }: Change): Deed[] {
  const wholes = new Set<string | null>();
  return entries.flatMap((entry): Deed[] => {
    const ofRow = entries.filter(({ id, table }) => id === entry.id && table === entry.table);
    const is =
      ofRow.length < 2
        ? 'cell'
        : ofRow.every(isFrom('old'))
          ? 'added'
          : ofRow.every(isFrom('new'))
            ? 'removed'
            : 'cell';
    if (is === 'cell') return entry.event || entry.is_secret || entry.old || entry.new ? [{ is, entry }] : [];
    if (wholes.has(entry.id)) return [];
    wholes.add(entry.id);
    return [{ is, entry }];
  });
}

/** Whether there was nothing before, or is nothing after. */
const isFrom = (side: 'old' | 'new') => (entry: Entry) => !entry.event && entry[side] === null;

function rowsOf(line: PersonForm['lines'][number]): (string | undefined)[] {
  return [line.id, line.mailbox?.id, ...line.contacts.map(({ id }) => id)];
}
