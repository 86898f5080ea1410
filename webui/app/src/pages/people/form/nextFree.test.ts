import { expect, it } from 'vitest';
import { nextFree } from './nextFree';

it('suggests the lowest free number among those of the usual length', () => {
  expect(nextFree([])).toBe('201');
  expect(nextFree(['*1', '#9'])).toBe('201');
  expect(nextFree(['201', '202'])).toBe('203');
  expect(nextFree(['201', '203', '99', '4000'])).toBe('202');
  expect(nextFree(['4001', '4000', '20'])).toBe('4002');
  expect(nextFree(['998', '999'])).toBe('1000');
});

it('suggests no number of the rescue services', () => {
  expect(nextFree(['109'])).toBe('111');
  expect(nextFree(['111'])).toBe('113');
  expect(nextFree(['910'])).toBe('912');
});
