import { expect, it } from 'vitest';
import { deeds, type Entry, grouped } from './changes';

const entry = (n: number, version: number) => ({ n, version, at: '', who_name: 'Anna' }) as Entry;

it('shows a change once, however many cells and rows it touched, newest first', () => {
  const changes = grouped([entry(1, 7), entry(4, 0), entry(3, 8), entry(2, 7), entry(5, 0)]);
  expect(changes.map(({ version, entries }) => [version, entries.map(({ n }) => n)])).toEqual([
    [0, [5]],
    [0, [4]],
    [8, [3]],
    [7, [1, 2]],
  ]);
});

it('tells of a row that came or went as one', () => {
  const cell = (id: string, column: string, before: string | null, after: string | null) =>
    ({ id, table: 'person', column, old: before, new: after, event: null, is_secret: false }) as Entry;
  const told = (entries: Entry[]) =>
    deeds({ version: 1, at: '', who: '', entries }).map(({ is, entry }) => [is, entry.id, entry.column]);
  expect(told([cell('a', 'first', null, 'Ida'), cell('a', 'last', null, ''), cell('b', 'first', 'x', 'y')])).toEqual([
    ['added', 'a', 'first'],
    ['cell', 'b', 'first'],
  ]);
  expect(told([cell('a', 'first', 'Ida', null), cell('a', 'last', '', null)])).toEqual([['removed', 'a', 'first']]);
  expect(told([cell('a', 'first', '', null)])).toEqual([]);
});
