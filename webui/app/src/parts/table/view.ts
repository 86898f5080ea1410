// Which rows of a long table are in view, so that no others are made.
import type { Rows } from '../../api/rows.svelte';

/** A row that is made: undefined is one that is not loaded yet. */
export type Made<Row> = { row: Row | undefined; index: number; key: string };

/** Rows beyond the edges that are made all the same, so that scrolling shows no gaps. */
const BEYOND = 12;

/** The rows to make: from `first` to before `end`. */
export function inView(top: number, height: number, row: number, total: number): { first: number; end: number } {
  const first = Math.max(0, Math.min(Math.floor(top / row), total) - BEYOND);
  const end = Math.min(total, Math.ceil((top + height) / row) + BEYOND);
  return { first: Math.min(first, end), end };
}

/** Where a table must be scrolled to so that a row is seen whole below its head; `top` when it is. */
export function scrolledTo(index: number, top: number, height: number, row: number, head: number): number {
  const [above, below] = [index * row, (index + 1) * row + head];
  if (above < top) return above;
  return below > top + height ? below - height : top;
}

/** Keys for the rows in view: what each is known by, so that a row that moves takes along what is typed in it. While a list
 *  is loaded anew, a row may stand at its old place and at its new one: the second is known by its place. */
export function keysOf(ids: (string | undefined)[], first: number): string[] {
  const seen = new Set<string>();
  return ids.map((id, offset) => {
    if (id === undefined || seen.has(id)) return `at ${first + offset}`;
    seen.add(id);
    return id;
  });
}

/** The rows to make. */
export function linesOf<Row>(rows: Rows<Row>, id: (row: Row) => string, first: number, end: number): Made<Row>[] {
  const inside = Array.from({ length: end - first }, (_, offset) => rows.at(first + offset));
  const keys = keysOf(
    inside.map((row) => row && id(row)),
    first,
  );
  return inside.map((row, offset) => ({ row, index: first + offset, key: keys[offset] ?? '' }));
}
