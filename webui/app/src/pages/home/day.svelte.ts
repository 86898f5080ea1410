// The calls of today, as far as they are needed for figures: all at first, then only what is new.
import { today } from '@internationalized/date';
import { api, given, type Schema } from '../../api/client';
import { type Problem, Refused } from '../../api/problem';
import { midnight } from '../call-history/filter';

type Call = Schema<'CallRow'>;

const PAGE = 500;
/** Pages that are asked for at most: of more calls than this the newest are counted, and the page says so. */
const PAGES = 10;

export class Day {
  calls = $state.raw<ReadonlyMap<string, Call>>(new Map());
  /** Whether there are more than are counted. */
  isCut = $state(false);
  isLoaded = $state(false);
  problem = $state.raw<Problem>();
  #day = '';
  #isAsking = false;

  /** Asks for what is new in this zone's day. */
  async refresh(zone: string): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      const day = today(zone).toString();
      const isNew = day !== this.#day || !this.isLoaded;
      const calls = new Map(isNew ? [] : this.calls);
      const isCut = await more(calls, midnight(day, 0, zone));
      [this.calls, this.isCut] = [calls, isNew ? isCut : this.isCut];
      [this.#day, this.isLoaded, this.problem] = [day, true, undefined];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.problem = error.problem;
    } finally {
      this.#isAsking = false;
    }
  }
}

/** Adds the calls since then, newest first, until all the others are known and over; whether some were left out. */
async function more(calls: Map<string, Call>, since: string): Promise<boolean> {
  const known = new Set(calls.keys());
  const living = new Set([...calls.values()].filter((call) => !call.ended).map((call) => call.id));
  let before: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const limit = known.size > 0 ? 50 : PAGE;
    const query = { since, limit, ...(before ? { before } : {}) };
    const { items, next } = await given(api.GET('/call-records', { params: { query } }));
    for (const call of items) {
      calls.set(call.id, call);
      living.delete(call.id);
    }
    if (!next || (living.size === 0 && items.some((call) => known.has(call.id)))) return false;
    before = next;
  }
  return true;
}
