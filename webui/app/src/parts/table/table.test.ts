import { expect, it } from 'vitest';
import { Rows } from '../../api/rows.svelte';
import { coveredBy, nextSort, pinnedAt, shownColumns, type Column } from './columns';
import { headWidth } from './heads';
import { areAll, toggle } from './ticks';
import { inView, keysOf, linesOf, scrolledTo } from './view';

it.each([
  // top, height, total: first, end
  [0, 440, 3000, 0, 22],
  [44_000, 440, 3000, 988, 1022],
  [131_560, 440, 3000, 2978, 3000],
  [0, 440, 3, 0, 3],
  [0, 440, 0, 0, 0],
  // The list has become shorter than what was scrolled to.
  [44_000, 440, 10, 0, 10],
])('at %i of %i high, %i rows: %i to %i', (top, height, total, first, end) => {
  expect(inView(top, height, 44, total)).toEqual({ first, end });
});

it('scrolls no further than it must', () => {
  expect(scrolledTo(5, 0, 440, 44, 40)).toBe(0);
  expect(scrolledTo(20, 0, 440, 44, 40)).toBe(21 * 44 + 40 - 440);
  expect(scrolledTo(2, 440, 440, 44, 40)).toBe(88);
});

it('turns a sorting round', () => {
  expect([nextSort('', 'email'), nextSort('email', 'email'), nextSort('-email', 'email')]).toEqual([
    'email',
    '-email',
    'email',
  ]);
});

it('shows the first column always, others when they are chosen and fit', () => {
  const columns: Column<unknown>[] = [
    { key: 'name', title: '', width: 10, from: 900 },
    { key: 'email', title: '', width: 10, from: 600 },
    { key: 'number', title: '', width: 10 },
  ];
  const keys = (chosen: string[], width: number) => shownColumns(columns, new Set(chosen), width).map(({ key }) => key);
  expect(keys(['name', 'email', 'number'], 390)).toEqual(['name', 'number']);
  expect(keys(['email'], 1000)).toEqual(['name', 'email']);
});

it('gives a column the room that its head needs', () => {
  const columns: Column<unknown>[] = [
    { key: 'name', title: 'A long head', width: 10 },
    { key: 'wide', title: 'Short', width: 1000 },
    { key: 'picture', title: 'Not to be seen', isTitleHidden: true, width: 5 },
  ];
  const all = new Set(['name', 'wide', 'picture']);
  expect(shownColumns(columns, all, 390, ({ length }) => 10 * length).map(({ width }) => width)).toEqual([
    110, 1000, 5,
  ]);
});

it.each([
  // Letters of the longest line, when there are two at most.
  ['Anmeldename', 11],
  ['Anmelde\u00ADname', 8],
  ['Rufumleitung (Telefonnetz)', 13],
  ['Renvoi (réseau téléphonique)', 14],
  ['CRM-Benutzer', 8],
  ['E-Mail', 4],
])('parts the head “%s” into lines of %i letters', (title, letters) => {
  expect(headWidth(title, ({ length }) => 10 * length)).toBe(10 * letters + 24);
});

it('pins the first columns beside each other, and none after one that is not', () => {
  const columns: Column<unknown>[] = [
    { key: 'picture', title: '', width: 50, isPinned: true },
    { key: 'name', title: '', width: 120, isPinned: true },
    { key: 'email', title: '', width: 10 },
    { key: 'number', title: '', width: 10, isPinned: true },
  ];
  expect([...pinnedAt(columns, 44)]).toEqual([
    ['picture', 44],
    ['name', 94],
  ]);
  expect(coveredBy(columns, 44)).toBe(44 + 50 + 120);
});

it('knows a row by its id, and one that stands twice or is not there yet by its place', () => {
  expect(keysOf(['a', 'b', 'a', undefined], 10)).toEqual(['a', 'b', 'at 12', 'at 13']);
});

it('makes the rows in view, also those that are not loaded yet', async () => {
  const rows = new Rows<string>(({ limit, offset }) =>
    Promise.resolve({ items: ['a', 'b', 'c'].slice(0, limit), total: 200, offset }),
  );
  rows.need(0, 3);
  await expect.poll(() => rows.total).toBe(200);
  expect(linesOf(rows, (row) => row, 1, 4)).toEqual([
    { row: 'b', index: 1, key: 'b' },
    { row: 'c', index: 2, key: 'c' },
    { row: undefined, index: 3, key: 'at 3' },
  ]);

  const ticked = new Set<string>();
  const are = (least: number) => areAll(ticked, rows, (row) => row, least);
  expect(are(1)).toBe(false);
  for (const row of ['a', 'b', 'c']) toggle(ticked, row);
  expect([are(1), are(200)]).toEqual([true, false]);
  toggle(ticked, 'b');
  expect(are(1)).toBe(false);
});
