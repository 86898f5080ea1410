// The entries of the audit log, a cell each, put together to what somebody did: a change of one or many things, or something
// that happened.
import type { Schema } from '../../api/client';

export type Entry = Schema<'AuditEntry'>;
export type Kind = 'added' | 'changed' | 'removed';
/** A thing that a change was about, with its cells in the order in which they were written. */
export type Thing = { table: string; id: string | null; kind: Kind; entries: Entry[] };
export type Change = {
  key: string;
  /** By which it is taken back; 0 for what happened and changed nothing. */
  version: number;
  /** The newest of its entries: who, when, from where. */
  entry: Entry;
  things: Thing[];
};

/** A column of each table that always has a value: where it had none before, the thing is new. */
const ALWAYS: Record<string, string> = {
  announcement: 'name',
  api_token: 'name',
  avatar: 'person',
  caller_id: 'position',
  contact_method: 'kind',
  equipment: 'name',
  feature_code: 'code',
  invitation: 'email',
  line: 'number',
  mail_server: 'host',
  mailbox: 'line',
  office: 'name',
  person: 'first_name',
  phone: 'mac',
  phone_account: 'position',
  phone_key: 'position',
  phone_number: 'number',
  place: 'name',
  portal_user: 'login',
  role: 'name',
  site: 'name',
  time_frame: 'name',
};
/** What a change is told by, where it is about many things: the person before their line. */
const RANK = ['person', 'portal_user', 'place', 'equipment', 'role', 'phone', 'line', 'phone_number', 'contact_method'];

/** Entries, newest first, as changes. */
export function changes(entries: Entry[]): Change[] {
  const found: Change[] = [];
  let of: Entry[] = [];
  const end = () => {
    const [entry] = of;
    if (entry) found.push({ key: `${entry.version}-${entry.n}`, version: entry.version, entry, things: things(of) });
    of = [];
  };
  for (const entry of entries) {
    if (of[0] && (entry.version === 0 || of[0].version !== entry.version)) end();
    of.push(entry);
  }
  end();
  return found;
}

/** The thing that a change is told by. */
export function mainThing(change: Change): Thing | undefined {
  const rank = (thing: Thing) => (RANK.indexOf(thing.table) + RANK.length + 1) % (RANK.length + 1);
  return change.things.reduce<Thing | undefined>(
    (best, thing) => (!best || rank(thing) < rank(best) ? thing : best),
    undefined,
  );
}

function things(newestFirst: Entry[]): Thing[] {
  const found = new Map<string, Thing>();
  for (const entry of newestFirst.toReversed()) {
    if (entry.event) continue;
    const key = `${entry.table} ${entry.id}`;
    const thing = found.get(key) ?? { table: entry.table, id: entry.id ?? null, kind: 'changed', entries: [] };
    thing.entries.push(entry);
    found.set(key, thing);
  }
  for (const thing of found.values()) thing.kind = kindOf(thing);
  return [...found.values()];
}

function kindOf({ table, entries }: Thing): Kind {
  const always = ALWAYS[table];
  const telling = always ? entries.filter((entry) => entry.column === always) : entries.filter((one) => !one.is_secret);
  if (telling.length === 0) return 'changed';
  if (telling.every((entry) => entry.old === null && entry.new !== null)) return 'added';
  if (telling.every((entry) => entry.old !== null && entry.new === null)) return 'removed';
  return 'changed';
}
