// Going about in a table by keyboard (the ARIA grid pattern): which cell has the focus, and what of it.

/** A cell by its row in the list and its place in that row. */
export type Place = { row: number; column: number };

/** Which cell of its row this is. */
export function cellIndex(cell: HTMLElement): number {
  return [...(cell.parentElement?.children ?? [])].indexOf(cell);
}

/** What has the focus at a place; of a row that is not loaded yet its only cell. Nothing when the row is not made. */
export function goalAt(body: HTMLElement | undefined, place: Place): HTMLElement | undefined {
  const cell = cellAt(body, place);
  return cell && goal(cell);
}

/** Makes this cell the one way in by Tab. */
export function oneWayIn(body: HTMLElement | undefined, place: Place): void {
  // All rows at once: a long table has hundreds of cells, and this is done whenever one of them is made.
  const ways = body?.querySelectorAll<HTMLElement>('td[tabindex="0"], a, button, input') ?? [];
  for (const way of ways) if (way.tabIndex !== -1) way.tabIndex = -1;
  const cell = cellAt(body, place);
  if (!cell) return;
  goal(cell).tabIndex = 0;
  // Where a cell has more than one thing to do, Tab goes from the first to the others.
  for (const other of cell.querySelectorAll<HTMLElement>('a, button:not(.pencil)')) other.tabIndex = 0;
}

function cellAt(body: HTMLElement | undefined, { row, column }: Place): HTMLElement | undefined {
  const cells = body?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.children;
  return (cells?.[column] ?? cells?.[0]) as HTMLElement | undefined;
}

/** Where a key leads from a place; undefined: it is none of the grid's. `page` is how many rows are in view. */
export function moved(
  event: KeyboardEvent,
  { row, column }: Place,
  { page, rows, cells }: { page: number; rows: number; cells: number },
): Place | undefined {
  const target = event.target as HTMLElement;
  const opensMenu = target.getAttribute('aria-haspopup') && event.key === 'ArrowDown' && event.altKey;
  if (opensMenu || target.closest('[data-editing]')) return undefined;
  const moves: Record<string, Place> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    PageDown: { row: row + page, column },
    PageUp: { row: row - page, column },
    Home: { row: event.ctrlKey ? 0 : row, column: 0 },
    End: { row: event.ctrlKey ? rows - 1 : row, column: cells - 1 },
  };
  const to = moves[event.key];
  return to && { row: Math.max(0, Math.min(to.row, rows - 1)), column: Math.max(0, Math.min(to.column, cells - 1)) };
}

/** What of a cell has the focus: the first thing that does something, else the cell. */
function goal(cell: HTMLElement): HTMLElement {
  return cell.querySelector<HTMLElement>('a, button:not(.pencil), input') ?? cell;
}
