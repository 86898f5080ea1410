import { expect, it } from 'vitest';
import { plainNumber } from './number';

it.each([
  ['+49 89 123456', '+4989123456'],
  ['0049 (89) 123-456', '+4989123456'],
  ['+49 (0)89/123.456', '+4989123456'],
  [' +49 89 – 12\u00a034 ', '+49891234'],
  // Which country is meant is not guessed.
  ['089 123456', '089123456'],
])('%s is %s', (typed, number) => {
  expect(plainNumber(typed)).toBe(number);
});
