// A row that is being edited: what the box has, what is typed, and what the box has against it.
import { at, type Problem } from '../../../api/problem';
import { t } from '../../../words/words.svelte';
import type { Wrong } from './checks';

/** What a refusal can be shown beside. */
export type HasProblem = { problem: Problem | undefined };

export class Edited<T extends object> {
  /** What is typed. */
  draft = $state() as T;
  /** What the box has, as far as is known. */
  base = $state.raw() as T;
  /** What is wrong with what was typed. */
  problem = $state.raw<Problem>();

  constructor(
    base: T,
    /** By which a change is refused when somebody else was quicker; '' for what is not there yet. */
    public tag = '',
    /** The fields that are not shown as it is filled in: what stands in them counts for nothing. */
    readonly unshown: (draft: T, base: T) => (keyof T)[] = () => [],
  ) {
    this.base = base;
    this.draft = structuredClone(base);
  }

  /** The fields that were changed. */
  changed(): (keyof T)[] {
    const names = Object.keys(this.base) as (keyof T)[];
    const unshown = this.unshown(this.draft, this.base);
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
      else if (!isSame(name, base[name], this.base[name]) && !isSame(name, base[name], this.draft[name]))
        isClash = true;
    }
    this.base = base;
    this.tag = tag;
    return isClash;
  }

  /** Forgets what was typed. */
  reset(): void {
    this.draft = structuredClone(this.base);
    this.problem = undefined;
  }

  /** What is wrong with a field. */
  wrong = (field: string): string | undefined => at(this.problem, `/${field}`);
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
