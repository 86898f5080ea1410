// A kind of rows of the office (sites, public numbers, schedules): how they are listed, changed and deleted.
import type { Page } from '../../api/rows.svelte';
import type { Wrong } from '../people/form/checks';
import type { Names } from '../people/form/edited.svelte';
import type { Way } from './rowForm.svelte';

export type Query = { q?: string; sort?: string; limit: number; offset: number };
export type Named = { value: string; label: string };

type Answer<Row> = { row: Row; tag: string; version: number | undefined };

/** What is said of them. */
export type Words = {
  title: string;
  about: string;
  add: string;
  none: string;
  noneHint: string;
  saved: (name: string) => string;
  deleted: (name: string) => string;
  /** Before it is deleted: what refers to it and what becomes of that. */
  refers: string;
  /** The field for what takes its place, and what it says before anything is chosen. */
  instead?: string;
  insteadNone?: string;
};

/** What is typed has the names that it has in the box. */
export type Fields<Draft> = Record<keyof Draft, unknown>;

export type RowKind<Row extends { id: string }, Draft extends object, Body extends Fields<Draft>> = {
  /** The table, as deletions name it. */
  table: 'phone_number' | 'site' | 'time_frame';
  /** The resources of which a row tells something. */
  resources: string[];
  words: () => Words;
  mayWrite: () => boolean;
  name: (row: Row) => string;
  ask: (query: Query, signal: AbortSignal) => Promise<Page<Row>>;
  read: (id: string) => Promise<Answer<Row>>;
  create: (body: Body) => Promise<Answer<Row>>;
  change: (id: string, tag: string, body: Partial<Body>) => Promise<Answer<Row>>;
  /** The fields of a row, or of one to be. */
  draft: (row?: Row) => Draft;
  body: (draft: Draft) => Body;
  check?: (draft: Draft) => Wrong[];
  names?: Names;
  /** What else ends with it. */
  ends?: (row: Row) => string | undefined;
  /** Whether what refers to it can do without. */
  canGoAlone: boolean;
};

/** How one of them is loaded and saved; `onsaved` is handed the row that came of it. */
export function wayOf<Row extends { id: string }, Draft extends object, Body extends Fields<Draft>>(
  kind: RowKind<Row, Draft, Body>,
  id: string | undefined,
  onsaved: (row: Row) => void,
): Way<Draft> {
  const loaded = ({ row, ...rest }: Answer<Row>) => ({ draft: kind.draft(row), ...rest });
  return {
    check: kind.check,
    kind: kind.names ? { names: kind.names } : {},
    load: async () => (id ? loaded(await kind.read(id)) : { draft: kind.draft(), tag: '' }),
    save: async (draft, changed, tag) => {
      const body = kind.body(draft);
      const part = partOf<Body>(body, changed);
      const saved = id ? await kind.change(id, tag, part) : await kind.create(body);
      onsaved(saved.row);
      return loaded(saved);
    },
  };
}

/** Only these fields of what is written. */
export function partOf<Body extends object>(body: Body, names: (keyof Body)[]): Partial<Body> {
  const part: Partial<Body> = {};
  for (const name of names) part[name] = body[name];
  return part;
}
