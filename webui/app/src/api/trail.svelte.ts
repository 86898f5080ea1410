// A list of the box that is read on and on from a cursor, newest first, with no count of all: calls. A table shows it as it
// shows any list, as long as what is loaded; when its end comes into view, more is loaded.
import { untrack } from 'svelte';
import { Rows } from './rows.svelte';

/** A page of such a list; `next` says where the page after it begins, null at the end. */
export type Stretch<Row> = { items: Row[]; next: string | null };
export type AskOn<Row> = (before: string | undefined, signal: AbortSignal) => Promise<Stretch<Row>>;

export class Trail<Row> extends Rows<Row> {
  #found = $state.raw<readonly Row[]>([]);
  #next: string | null | undefined;
  #isWhole = $state(false);
  /** How far it was looked at while it could not be read on. */
  #needed = 0;
  #ask: AskOn<Row>;
  #id: (row: Row) => string;
  #isAsking = false;
  /** Whether something new came while an answer was on its way. */
  #isStale = false;
  #halt = new AbortController();

  constructor(ask: AskOn<Row>, id: (row: Row) => string) {
    super(() => Promise.reject(new Error('a trail has no offsets')));
    this.#ask = ask;
    this.#id = id;
  }

  override at(index: number): Row | undefined {
    return this.#found[index];
  }

  override get count(): number | undefined {
    return this.#isWhole ? this.total : undefined;
  }

  override loaded(): Row[] {
    return [...this.#found];
  }

  override need(_first: number, end: number): void {
    untrack(() => {
      this.#needed = end;
      if (end >= this.#found.length && !this.failure) void this.more();
    });
  }

  override refresh(): void {
    this.begin(this.#ask);
  }

  override replace(row: Row, is: (old: Row) => boolean): void {
    this.#found = this.#found.map((old) => (is(old) ? row : old));
  }

  /** Asks for another list from its begin; what was shown stays until it is there. */
  begin(ask: AskOn<Row>): void {
    this.#halt.abort();
    this.#halt = new AbortController();
    this.#ask = ask;
    this.#next = undefined;
    [this.#isAsking, this.#isStale] = [false, false];
    untrack(() => void this.more());
  }

  /** Loads the page after what is loaded, also after that has failed. */
  async more(): Promise<void> {
    if (this.#isAsking || this.#next === null) return;
    this.#isAsking = true;
    await this.#asking(this.#next, (stretch) => {
      this.#show(this.#next === undefined ? stretch.items : [...this.#found, ...stretch.items], stretch.next);
    });
  }

  /** Asks once more for what has failed. */
  async again(): Promise<void> {
    await (this.#next === null ? this.renew() : this.more());
  }

  /** Looks for what is new at the begin, and for what has changed there. */
  async renew(): Promise<void> {
    this.#isStale = this.#isAsking;
    if (this.#isAsking || this.#next === undefined) return;
    this.#isAsking = true;
    await this.#asking(undefined, ({ items, next }) => {
      const fresh = new Set(items.map(this.#id));
      // Before the last that is known, what the answer leaves out is no longer among what is asked for: a call that rang
      // is answered. If nothing of it was known there may be a gap between.
      const last = this.#found.findLastIndex((row) => fresh.has(this.#id(row)));
      const older = this.#found.slice(last + 1);
      if (last >= 0 && next !== null && older.length > 0) this.#show([...items, ...older], this.#next ?? null);
      else this.#show(items, next);
    });
  }

  #show(rows: readonly Row[], next: string | null): void {
    this.#found = rows;
    this.#next = next;
    this.#isWhole = next === null;
    this.total = rows.length;
  }

  async #asking(before: string | undefined, take: (stretch: Stretch<Row>) => void): Promise<void> {
    const halt = this.#halt.signal;
    this.loading += 1;
    try {
      const stretch = await this.#ask(before, halt);
      if (halt.aborted) return;
      take(stretch);
      this.failure = undefined;
    } catch (error) {
      if (!halt.aborted) this.failure = error;
    } finally {
      this.loading -= 1;
      if (!halt.aborted) {
        this.#isAsking = false;
        // What was wanted meanwhile.
        if (!this.failure && this.#isStale) void this.renew();
        else if (!this.failure && this.#needed >= this.#found.length) void this.more();
      }
    }
  }
}
