// The calls of today, as far as they are needed for figures: all at first, then only what is new.
import { today } from '@internationalized/date';
import { api, given, type Schema } from '../../api/client';
import { type Problem, Refused } from '../../api/problem';
import { midnight } from '../call-history/filter';

type Call = Schema<'CallRow'>;
type Calls = Map<string, Call>;

const PAGE = 500;
/** Pages that are asked for at most: of more calls than this the newest are counted, and the page says so. */
const PAGES = 10;
/** What is new is looked for in a page of this size; if that is not enough the day is asked for anew. */
const NEWEST = 100;
/** How often a call that has ended is asked for until its record says so. */
const TRIES = 3;
/** More of them one by one would cost more than the day does. */
const SINGLE = 20;
/** An answer that takes longer is none. */
const ANSWER_MS = 10_000;

export class Day {
  calls = $state.raw<ReadonlyMap<string, Call>>(new Map());
  /** Whether there are more than are counted. */
  isCut = $state(false);
  isLoaded = $state(false);
  problem = $state.raw<Problem>();
  /** Which day of which zone the calls are of. */
  #of = '';
  #isAsking = false;
  /** What was asked for while an answer was on its way. */
  #next: { zone: string; living: readonly string[] } | undefined;
  /** How often a call has been asked for by itself. */
  #tries = new Map<string, number>();

  /** Asks for what is new in this zone's day; `living` are the calls that go on now. */
  async refresh(zone: string, living: readonly string[]): Promise<void> {
    this.#next = { zone, living };
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#next) {
        const { zone, living } = this.#next;
        this.#next = undefined;
        await this.#ask(zone, new Set(living));
      }
    } finally {
      this.#isAsking = false;
    }
  }

  async #ask(zone: string, living: ReadonlySet<string>): Promise<void> {
    try {
      const day = today(zone).toString();
      const of = `${day} ${zone}`;
      const since = midnight(day, 0, zone);
      const known = of === this.#of && this.isLoaded ? await this.#newer(since, living) : undefined;
      if (known) {
        this.calls = known;
      } else {
        const { calls, isCut } = await whole(since);
        [this.calls, this.isCut] = [calls, isCut];
        this.#tries.clear();
      }
      [this.#of, this.isLoaded, this.problem] = [of, true, undefined];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.problem = error.problem;
    }
  }

  /** What is known with what is new; undefined where there may be a gap between, or too much has changed. */
  async #newer(since: string, living: ReadonlySet<string>): Promise<Calls | undefined> {
    const { items, next } = await page(since, NEWEST);
    if (next && !items.some((call) => this.calls.has(call.id))) return undefined;
    const calls = new Map([...this.calls, ...items.map((call) => [call.id, call] as const)]);
    const seen = new Set(items.map((call) => call.id));
    const over = [...calls.values()].filter(
      ({ id, ended }) => !ended && !living.has(id) && !seen.has(id) && (this.#tries.get(id) ?? 0) < TRIES,
    );
    if (over.length > SINGLE) return undefined;
    for (const { id } of over) {
      this.#tries.set(id, (this.#tries.get(id) ?? 0) + 1);
      const call = await one(id);
      if (call) calls.set(id, call);
      else calls.delete(id);
    }
    return calls;
  }
}

function page(since: string, limit: number, before?: string) {
  const query = { since, limit, ...(before ? { before } : {}) };
  return given(api.GET('/call-records', { params: { query }, signal: AbortSignal.timeout(ANSWER_MS) }));
}

/** A call by itself; undefined if it is no longer kept. */
async function one(id: string): Promise<Call | undefined> {
  try {
    const path = { id };
    const signal = AbortSignal.timeout(ANSWER_MS);
    return (await given(api.GET('/call-records/{id}', { params: { path }, signal }))).call;
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return undefined;
    throw error;
  }
}

/** All calls since then, newest first, and whether some were left out. */
async function whole(since: string): Promise<{ calls: Calls; isCut: boolean }> {
  const calls: Calls = new Map();
  let before: string | undefined;
  for (let pages = 0; pages < PAGES; pages += 1) {
    const { items, next } = await page(since, PAGE, before);
    for (const call of items) calls.set(call.id, call);
    if (!next) return { calls, isCut: false };
    before = next;
  }
  return { calls, isCut: true };
}
