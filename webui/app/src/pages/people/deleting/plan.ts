// What a deletion does, ordered for people: whom it is about, what hangs on each, what is lost in all.
import type { Schema } from '../../../api/client';

export type Plan = Schema<'Plan'>;
export type Dependent = Plan['dependents'][number];
export type Row = Plan['asked'][number];
/** By what a reference is replaced; nothing chosen yet: empty. */
export type Choices = Record<string, { value: string; label: string } | undefined>;

/** Somebody who goes, with what hangs on them: directly, or on what goes with them. */
export type Going = { row: Row; dependents: Dependent[] };

/** Tables of which something else can be found in place of what goes. */
export const TARGETS = ['person', 'line', 'contact_method'] as const;
export type Target = (typeof TARGETS)[number];

/** The resources of whose rows some can depend on what goes. */
export const DEPENDING = [
  'people',
  'lines',
  'contact-methods',
  'mailboxes',
  'phone-numbers',
  'phones',
  'portal-users',
  'invitations',
  'tokens',
];

/** What tells a reference from all others. */
export function keyOf({ row, column }: Dependent): string {
  return `${row.table} ${row.id} ${column}`;
}

/** Of which kind of thing it can be replaced, if it can: a letter and a program's key are for nobody else (the box refuses). */
export function targetOf({ row, column, target }: Dependent): Target | undefined {
  if (row.table === 'invitation' || (row.table === 'api_token' && column === 'made_by')) return undefined;
  return TARGETS.find((one) => one === target);
}

/** Everybody who goes, in the order in which they were asked for. */
export function goingOf({ asked, dependents }: Plan): Going[] {
  const going = new Map(asked.map((row) => [place(row), { row, dependents: [] as Dependent[] }]));
  for (const dependent of dependents) {
    // The plan tells first what hangs on those who were asked for, then what hangs on that.
    const root = going.get(place(dependent.because));
    if (!root) continue;
    root.dependents.push(dependent);
    if (isDeleted(dependent) && !going.has(place(dependent.row))) going.set(place(dependent.row), root);
  }
  return asked.map((row) => going.get(place(row))).filter((one) => one !== undefined);
}

/** What is lost beyond those who were asked for: rows by their table, each once, and references that are removed. */
export function lossOf({ dependents }: Plan): { deleted: Map<string, number>; loosened: number } {
  const seen = new Set<string>();
  const deleted = new Map<string, number>();
  let loosened = 0;
  for (const dependent of dependents.filter((one) => one.replaced_by === null)) {
    if (!isDeleted(dependent)) loosened += 1;
    else if (!seen.has(place(dependent.row))) {
      seen.add(place(dependent.row));
      deleted.set(dependent.row.table, (deleted.get(dependent.row.table) ?? 0) + 1);
    }
  }
  return { deleted, loosened };
}

/** Keys of all that goes, which replaces nothing. */
export function goingIds({ asked, dependents }: Plan): Set<string> {
  return new Set([...asked, ...dependents.filter(isDeleted).map(({ row }) => row)].map(({ id }) => id));
}

/** What is sent to the box for what was chosen; what hangs on nothing any more is left out. */
export function resolutionsOf(plan: Plan, choices: Choices): Schema<'WantedResolution'>[] {
  return plan.dependents.flatMap((dependent) => {
    const by = choices[keyOf(dependent)]?.value;
    const { row, column } = dependent;
    return by ? [{ table: row.table, id: row.id, column, replace_by: by }] : [];
  });
}

/** As a sentence begins. */
export function begun(what: string): string {
  const [first = '', ...rest] = what;
  return first.toLocaleUpperCase() + rest.join('');
}

function isDeleted({ removal, replaced_by }: Dependent): boolean {
  return removal === 'delete' && replaced_by === null;
}

function place({ table, id }: Row): string {
  return `${table} ${id}`;
}
