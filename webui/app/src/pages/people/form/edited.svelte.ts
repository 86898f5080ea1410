// A row that is being edited: what the box has, what is typed, and what the box has against it.
import { at, type Problem } from '../../../api/problem';
import { t } from '../../../words/words.svelte';
import type { Wrong } from './checks';

/** What a refusal can be shown beside. */
export type HasProblem = { problem: Problem | undefined };

/** What is known of all rows of a kind. */
export type Kind<T> = {
  /** The fields that are not shown as it is filled in: what stands in them counts for nothing. */
  unshown?: (draft: T, base: T) => (keyof T)[];
  /** What a field holds, as people read it. */
  names?: Names;
};
export type Names = (field: string, value: unknown) => string;

/** The fields of a draft that the box calls by another name. */
const DRAFTED: Record<string, string> = {
  when_unavailable: 'unavailable',
  'mailbox/email': 'mailbox_email',
  'recording/on_demand': 'recording',
};

export class Edited<T extends object> {
  /** What is typed. */
  draft = $state() as T;
  /** What the box has, as far as is known. */
  base = $state.raw() as T;
  /** What is wrong with what was typed. */
  problem = $state.raw<Problem>();
  /** What somebody else has written where something was typed here. */
  #clashes = $state.raw<Partial<T>>({});

  constructor(
    base: T,
    /** By which a change is refused when somebody else was quicker; '' for what is not there yet. */
    public tag = '',
    readonly kind: Kind<T> = {},
  ) {
    this.base = base;
    this.draft = structuredClone(base);
  }

  /** The fields that were changed. */
  changed(): (keyof T)[] {
    const names = Object.keys(this.base) as (keyof T)[];
    const unshown = this.kind.unshown?.(this.draft, this.base) ?? [];
    return names.filter((name) => !unshown.includes(name) && !isSame(name, this.draft[name], this.base[name]));
  }

  isChanged(): boolean {
    return this.changed().length > 0;
  }

  /** Takes over what the box has now. What was typed and is not saved stays. Whether somebody else has changed to
   *  something else what was typed here. */
  take(base: T, tag = ''): boolean {
    const typed = this.changed();
    let isClash = false;
    for (const name of Object.keys(base) as (keyof T)[]) {
      if (!typed.includes(name)) this.draft[name] = structuredClone(base[name]);
      else if (!isSame(name, base[name], this.base[name]) && !isSame(name, base[name], this.draft[name])) {
        this.#clashes = { ...this.#clashes, [name]: base[name] };
        isClash = true;
      }
    }
    this.base = base;
    this.tag = tag;
    return isClash;
  }

  /** Forgets what was typed. */
  reset(): void {
    this.draft = structuredClone(this.base);
    this.problem = undefined;
    this.#clashes = {};
  }

  /** The fields in which somebody else has written something else than what is typed. */
  clashing(): (keyof T)[] {
    const names = Object.keys(this.#clashes) as (keyof T)[];
    return names.filter((name) => !isSame(name, this.#clashes[name], this.draft[name]));
  }

  /** What is typed is to hold, whatever others have written. */
  insist(): void {
    this.#clashes = {};
  }

  /** What is wrong with a field, or what somebody else has written there. */
  wrong = (field: string): string | undefined => at(this.problem, `/${field}`) ?? this.#clash(DRAFTED[field] ?? field);

  #clash(field: string): string | undefined {
    const name = this.clashing().find((one) => one === field);
    if (name === undefined) return undefined;
    const value = this.#clashes[name];
    return t().person.nowIs(this.kind.names?.(field, value) ?? String(value));
  }
}

/** A problem that was found before the box was asked, in the form of the box. */
export function ownProblem(wrong: Wrong[]): Problem | undefined {
  if (wrong.length === 0) return undefined;
  const errors = wrong.map(([pointer, field, detail]) => ({ pointer, field, detail, code: 'own' }));
  return { status: 422, code: 'own', title: '', detail: t().person.wrong.some, errors, more: {} };
}

/** Fields of which only matters what is in them, in whatever order. */
const UNORDERED: PropertyKey[] = ['direct_numbers'];

function isSame(name: PropertyKey, one: unknown, other: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(UNORDERED.includes(name) && Array.isArray(value) ? [...value].sort() : value);
  return text(one) === text(other);
}
