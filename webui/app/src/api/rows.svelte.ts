// A list of the box of which only what is looked at is loaded: 3,000 people cost no more than the thirty on the screen.

/** A page of a list, as every list of the interface gives it. */
export type Page<Row> = { items: Row[]; total: number; offset: number };

/** Asks for a page. */
export type Ask<Row> = (query: { limit: number; offset: number }, signal: AbortSignal) => Promise<Page<Row>>;

const PAGE = 100;

/** The rows of a list by their place in it. What has changed is loaded anew behind what is shown. */
export class Rows<Row> {
  /** How many there are; undefined until the box has said so. */
  total = $state.raw<number | undefined>();
  /** What went wrong the last time. */
  failure = $state.raw<unknown>();
  /** Whether a page is on its way. */
  loading = $state(0);

  #rows = $state.raw<readonly (Row | undefined)[]>([]);
  #ask: Ask<Row>;
  /** Of each page the round in which it was asked for; a page of an earlier round is stale. */
  #asked = new Map<number, number>();
  #round = $state(0);
  #list = $state(0);
  #stop = new AbortController();
  /** Requests of this list on their way. */
  #running = 0;
  /** Whether it has changed since they were asked. */
  #isStale = false;

  constructor(ask: Ask<Row>) {
    this.#ask = ask;
  }

  /** Counts up when what is shown is to be asked for anew. */
  get round(): number {
    return this.#round;
  }

  /** Counts up when it becomes another list, of which one begins at the top. */
  get list(): number {
    return this.#list;
  }

  /** How many there are in all; undefined: not known, or not yet. */
  get count(): number | undefined {
    return this.total;
  }

  /** The row at this place; undefined: not loaded yet. */
  at(index: number): Row | undefined {
    return this.#rows[index];
  }

  /** All that is loaded. */
  loaded(): Row[] {
    return this.#rows.filter((row): row is Row => row !== undefined);
  }

  /** Sees to it that the rows from `first` to before `end` come. */
  need(first: number, end: number): void {
    const last = Math.max(first, Math.min(end, this.total ?? end) - 1);
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) void this.#load(page);
  }

  /** Asks for another list: other filters, another order. What was shown stays until the new rows are there. */
  change(ask: Ask<Row>): void {
    this.#ask = ask;
    this.#list += 1;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#running = 0;
    this.refresh();
  }

  /** Asks anew for what is looked at; the rest when it is looked at again. While answers are on their way it waits for
   *  them: changes that come faster than answers would else throw each of them away. */
  refresh(first = 0, end = PAGE): void {
    this.#isStale = this.#running > 0;
    if (this.#isStale) return;
    this.#round += 1;
    this.need(first, end);
  }

  /** Puts a row in the place of the one for which `is` holds: what a change gave back. */
  replace(row: Row, is: (old: Row) => boolean): void {
    this.#rows = this.#rows.map((old) => (old !== undefined && is(old) ? row : old));
  }

  async #load(page: number): Promise<void> {
    if (this.#asked.get(page) === this.#round) return;
    const [round, stop] = [this.#round, this.#stop.signal];
    this.#asked.set(page, round);
    this.loading += 1;
    this.#running += 1;
    try {
      const { items, total } = await this.#ask({ limit: PAGE, offset: page * PAGE }, stop);
      if (round !== this.#round) return;
      const rows = this.total === total ? this.#rows.slice() : this.#rows.slice(0, total);
      items.forEach((row, index) => (rows[page * PAGE + index] = row));
      rows.length = total;
      this.#rows = rows;
      this.total = total;
      this.failure = undefined;
    } catch (error) {
      if (stop.aborted || round !== this.#round) return;
      this.#asked.delete(page);
      this.failure = error;
    } finally {
      this.loading -= 1;
      if (stop === this.#stop.signal) {
        this.#running -= 1;
        if (this.#isStale && this.#running === 0) this.refresh();
      }
    }
  }
}
