// The keyboard in a table (the ARIA grid pattern): which cell has the focus or gets it by Tab, also when the rows under it are
// made anew.
import { tick, untrack } from 'svelte';
import { cellIndex, goalAt, moved, oneWayIn, type Place } from './grid';

/** What is there of a table at this moment. */
export type There = {
  /** The rows that are made: from `first` to before `end`. */
  first: number;
  end: number;
  /** How many rows there are in all, and cells in each. */
  rows: number;
  cells: number;
  /** How many rows are in view. */
  page: number;
};

export class Keyboard {
  /** The cell that has the focus, or would get it by Tab. */
  #active = $state<Place>({ row: 0, column: 0 });
  /** Whether somebody is in the table, even when what had the focus is gone. */
  #isInside = false;
  /** What holds the rows. */
  #body = $state.raw<HTMLElement>();
  #there: () => There;
  #show: (row: number) => void;

  /** `there` is read again whenever rows or columns change; `show` scrolls to a row, which is made by then. */
  constructor(there: () => There, show: (row: number) => void) {
    this.#there = there;
    this.#show = show;
    // One way in by Tab: the active cell, or the first that is there.
    $effect(() => {
      const { first, end } = there();
      const row = Math.min(Math.max(this.#active.row, first), Math.max(end - 1, 0));
      oneWayIn(this.#body, { row, column: this.#active.column });
    });
    // A row that is made anew, because it was loaded or came into view again, takes the focus with it to nowhere.
    $effect(() => {
      const { first, end } = there();
      untrack(() => {
        const isHere = this.#active.row >= first && this.#active.row < end;
        if (this.#isInside && isHere && document.activeElement === document.body)
          goalAt(this.#body, this.#active)?.focus({ preventScroll: true });
      });
    });
  }

  /** Watches over the rows in `body`. */
  watch = (body: HTMLElement) => {
    this.#body = body;
    const stop = new AbortController();
    const { signal } = stop;
    body.addEventListener('keydown', (event) => this.#onkeydown(event), { capture: true, signal });
    body.addEventListener('focusin', (event) => this.#onfocusin(event), { signal });
    body.addEventListener('focusout', ({ relatedTarget }) => this.#leaveFor(relatedTarget), { signal });
    addEventListener('pointerdown', ({ target }) => this.#leaveFor(target), { signal });
    return () => stop.abort();
  };

  #onkeydown(event: KeyboardEvent) {
    const to = moved(event, this.#active, this.#there());
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#focus(to);
  }

  #onfocusin(event: FocusEvent) {
    const cell = (event.target as HTMLElement).closest('td');
    const row = Number(cell?.parentElement?.dataset.row);
    this.#isInside = true;
    if (!cell || !Number.isInteger(row)) return;
    this.#active = { row, column: cell.classList.contains('coming') ? this.#active.column : cellIndex(cell) };
  }

  #leaveFor(target: EventTarget | null) {
    if (target instanceof Node && !this.#body?.contains(target)) this.#isInside = false;
  }

  async #focus(place: Place) {
    this.#active = place;
    this.#show(place.row);
    await tick();
    // A row that is not loaded yet has one cell; the right one gets the focus when it comes.
    goalAt(this.#body, place)?.focus();
  }
}
