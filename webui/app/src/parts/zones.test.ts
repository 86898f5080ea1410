import { expect, it } from 'vitest';
import { offset, zones, zonesLike } from './zones';

it.each([
  ['berl', 'Europe/Berlin'],
  ['new york', 'America/New_York'],
  ['NEW_YORK', 'America/New_York'],
  ['america/port of', 'America/Port_of_Spain'],
  ['são paulo', 'America/Sao_Paulo'],
])('"%s" finds %s first', (typed, zone) => {
  expect(zonesLike(typed, zones())[0]).toBe(zone);
});

it('finds all without a word and none for nonsense', () => {
  expect(zonesLike('  ', zones())).toHaveLength(zones().length);
  expect(zonesLike('gotham', zones())).toEqual([]);
});

it('tells how far a zone is from UTC', () => {
  const winter = new Date('2026-01-15T12:00Z');
  expect([offset('Europe/Berlin', winter), offset('Asia/Kolkata', winter), offset('No/Where', winter)]).toEqual([
    'UTC+1',
    'UTC+5:30',
    '',
  ]);
});
