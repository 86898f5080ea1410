// The audit log, read on and on. A change is never cut in two by the end of a page; of one that is about thousands of things
// only the begin is loaded, and the log goes on behind it.
import { api, given } from '../../api/client';
import { type Problem, Refused } from '../../api/problem';
import { changes, type Change, type Entry } from './changes';

export type Filter = { who?: string; id?: string; since?: string; until?: string };
export type Page = { items: Entry[]; next?: number | null };

const PAGE = 100;
/** Cells of a change that are loaded at most. */
const CELLS = 500;

export async function ask(query: Filter & { version?: number; before?: number; limit: number }): Promise<Page> {
  return given(api.GET('/audit', { params: { query } }));
}

export class Log {
  changes = $state.raw<Change[]>([]);
  /** Versions of which not all is loaded. */
  cut = $state.raw<ReadonlySet<number>>(new Set());
  hasMore = $state(true);
  isLoading = $state(false);
  problem = $state.raw<Problem>();
  #entries: Entry[] = [];
  #filter: Filter = {};
  #before: number | undefined;
  /** Whether what is shown is of this filter; not yet, while its first answer is on its way or has failed. */
  #isBegun = false;
  /** Counts the lists: what an earlier one asked for is not shown. */
  #round = 0;

  /** Begins anew with this filter; what is shown stays until the answer is there. */
  async begin(filter: Filter): Promise<void> {
    this.#round += 1;
    this.#filter = filter;
    this.isLoading = false;
    this.#isBegun = false;
    await this.#load(undefined, () => []);
  }

  async more(): Promise<void> {
    if (!this.#isBegun) return this.again();
    if (this.isLoading || !this.hasMore) return;
    await this.#load(this.#before, () => this.#entries);
  }

  /** Does again what has failed. */
  async again(): Promise<void> {
    if (this.isLoading) return;
    if (!this.#isBegun) return this.begin(this.#filter);
    await this.renew();
    if (!this.problem) await this.more();
  }

  /** Looks for what has happened since, unless it is about days that are over. */
  async renew(): Promise<void> {
    if (this.isLoading) return;
    if (!this.#isBegun) return this.begin(this.#filter);
    const { until } = this.#filter;
    if (until && Date.parse(until) <= Date.now() && !this.problem) return;
    const round = this.#round;
    const page = await this.#asked(() => ask({ ...this.#filter, limit: PAGE }));
    if (!page || round !== this.#round) return;
    // Looked up now: two that look at the same time must not both add it.
    const newest = this.#entries[0]?.n ?? 0;
    const fresh = page.items.filter((entry) => entry.n > newest);
    // If nothing of it is known there may be a gap.
    if (fresh.length === page.items.length && fresh.length > 0) return this.begin(this.#filter);
    this.#show([...fresh, ...this.#entries]);
  }

  async #load(before: number | undefined, earlier: () => Entry[]): Promise<void> {
    const round = this.#round;
    this.isLoading = true;
    await this.#asked(async () => {
      const { items, next } = await ask({ ...this.#filter, before, limit: PAGE });
      const last = items.at(-1);
      let [entries, from] = [items, next ?? undefined];
      let isCut = false;
      if (from !== undefined && last && last.version > 0) {
        const { version } = last;
        const whole = await ask({ ...this.#filter, version, limit: CELLS });
        entries = [...items.filter((entry) => entry.version !== version), ...whole.items];
        isCut = typeof whole.next === 'number';
        from = isCut ? await this.#firstOf(version, whole.next ?? 0) : (whole.items.at(-1)?.n ?? from);
      }
      if (round !== this.#round) return;
      if (isCut && last) this.cut = new Set([...this.cut, last.version]);
      this.#before = from;
      this.#isBegun = true;
      this.hasMore = from !== undefined;
      this.#show([...earlier(), ...entries]);
    });
    if (round === this.#round) this.isLoading = false;
  }

  /** The number of a change's first entry, of which a later one has the number `member`: by halving, as there may be 100,000. */
  async #firstOf(version: number, member: number): Promise<number> {
    let [low, high] = [0, member];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = (await ask({ ...this.#filter, version, before: middle + 1, limit: 1 })).items[0];
      if (found) high = found.n;
      else low = middle + 1;
    }
    return high;
  }

  async #asked<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.problem = undefined;
      return result;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.problem = error.problem;
      return undefined;
    }
  }

  #show(entries: Entry[]): void {
    this.#entries = entries;
    this.changes = changes(entries);
  }
}
