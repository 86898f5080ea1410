import { expect, it } from 'vitest';
import { blocksOf, hoursOf, isBackwards, newBlock, summary } from './hours';

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

it('puts the same hours of several days together, and apart again', () => {
  const hours = [
    ...WEEK.flatMap((day) => [`${day} 09:00-12:00`, `${day} 13:00-17:00`]),
    'saturday 20:00-24:00',
    'sunday 00:00-02:00',
  ];
  const blocks = blocksOf(hours);
  expect(blocks.map(({ from, until }) => `${from}-${until}`)).toEqual([
    '00:00-02:00',
    '09:00-12:00',
    '13:00-17:00',
    '20:00-00:00',
  ]);
  expect(hoursOf(blocks)).toEqual(hours);
  expect(hoursOf([])).toEqual([]);
});

it('says a week in short', () => {
  expect(summary(hoursOf([newBlock()]))).toBe('Mon–Fri 09:00–17:00');
  expect(summary(['monday 08:00-12:00', 'tuesday 08:00-12:00', 'friday 08:00-12:00', 'sunday 20:00-24:00'])).toBe(
    'Mon, Tue, Fri 08:00–12:00; Sun 20:00–24:00',
  );
});

it('knows hours that end before they begin; midnight is the end of a day', () => {
  const block = (from: string, until: string) => ({ ...newBlock(), from, until });
  expect([block('09:00', '08:00'), block('09:00', '09:00'), block('', '10:00')].map(isBackwards)).toEqual([
    true,
    true,
    true,
  ]);
  expect([block('09:00', '09:01'), block('20:00', '00:00')].map(isBackwards)).toEqual([false, false]);
});
