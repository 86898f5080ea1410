// What a column of a table is, and which of them somebody has chosen to see.
import type { Snippet } from 'svelte';
import { keep, kept } from '../kept';

/** How the cells of a column are changed in place; a column without it shows no pencil (F-94). */
export type Edit<Row> = {
  /** What is there now. */
  value: (row: Row) => string;
  /** What can be chosen; without it anything can be typed. */
  options?: (row: Row) => { value: string; label: string }[];
  /** Writes it; what it throws is shown beside the cell. */
  save: (row: Row, value: string) => Promise<void>;
  /** Whether this row may be changed. */
  may?: (row: Row) => boolean;
  /** Characters at most. */
  longest?: number;
};

export type Column<Row> = {
  key: string;
  title: string;
  /** The same with soft hyphens, where its head must be narrow. */
  head?: string;
  /** Whether its head is told to screen readers only, since what the cells show says enough. */
  isTitleHidden?: boolean;
  /** Pixels it has at least; what is left over is shared out by these. */
  width: number;
  /** The name of the field that the box sorts by. */
  sort?: string;
  /** What a cell says. */
  text?: (row: Row) => string;
  /** What a cell shows, where that is more than words. */
  cell?: Snippet<[Row]>;
  edit?: Edit<Row>;
  /** Numbers stand at the right. */
  isNumber?: boolean;
  /** Stays at the left when the others are scrolled; only the first ones of a table can. */
  isPinned?: boolean;
  /** Not shown before it is chosen. */
  isHidden?: boolean;
  /** How wide the table must be (pixels) before it is shown. The first column is always. */
  from?: number;
};

const key = (table: string) => `bellbox-columns-${table}`;

/** The columns that somebody has chosen with this browser, or those that are shown by default. */
export function chosenColumns<Row>(table: string, columns: Column<Row>[]): Set<string> {
  try {
    const names: unknown = JSON.parse(kept(key(table)) ?? 'null');
    if (Array.isArray(names)) return new Set(columns.map(({ key }) => key).filter((name) => names.includes(name)));
  } catch {
    // What cannot be read was not written here.
  }
  return new Set(columns.filter((column) => !column.isHidden).map((column) => column.key));
}

/** Remembers a choice. */
export function rememberColumns(table: string, chosen: Set<string>): void {
  keep(key(table), JSON.stringify([...chosen]));
}

/** The columns that fit: chosen, and the table is wide enough for them; each at least as wide as its head needs. */
export function shownColumns<Row>(
  columns: Column<Row>[],
  chosen: Set<string>,
  width: number,
  needed: (head: string) => number = () => 0,
): Column<Row>[] {
  return columns
    .filter((column, index) => index === 0 || (chosen.has(column.key) && width >= (column.from ?? 0)))
    .map((column) => {
      const least = column.isTitleHidden ? 0 : needed(column.head ?? column.title);
      return least > column.width ? { ...column, width: least } : column;
    });
}

/** How far from the left edge each pinned column stays, by its key; nothing of the others. */
export function pinnedAt<Row>(columns: Column<Row>[], from: number): Map<string, number> {
  const places = new Map<string, number>();
  let left = from;
  for (const column of columns) {
    if (!column.isPinned) break;
    places.set(column.key, left);
    left += column.width;
  }
  return places;
}

/** How much of the left edge the pinned columns cover. */
export function coveredBy<Row>(columns: Column<Row>[], from: number): number {
  const pinned = pinnedAt(columns, from);
  return columns.reduce((wide, column) => wide + (pinned.has(column.key) ? column.width : 0), from);
}

/** Which field a list is sorted by: "last_name", "-number" downwards. */
export function nextSort(now: string, field: string): string {
  return now === field ? `-${field}` : field;
}
