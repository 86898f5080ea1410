import { expect, it } from 'vitest';
import { numbered, wrongRange } from './numbers';

it.each([
  ['100', 10, undefined],
  ['100', 200, undefined],
  ['990', 10, undefined],
  ['990', 11, 'count'],
  ['100', 201, 'count'],
  ['100', 0, 'count'],
  ['100', NaN, 'count'],
  ['1', 1, 'first'],
  ['0100', 1, 'first'],
  ['1a', 1, 'first'],
] as const)('from %s, %d: %s', (first, count, wrong) => {
  expect(wrongRange(first, count)).toBe(wrong);
});

it('writes a row for each', () => {
  expect(numbered('99', 2, (number) => `Nebenstelle "${number}"`)).toBe(
    'First name,Internal number\r\n"Nebenstelle ""99""",99\r\n"Nebenstelle ""100""",100\r\n',
  );
});
