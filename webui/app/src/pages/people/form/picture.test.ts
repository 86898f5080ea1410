import { expect, it } from 'vitest';
import { middle } from './picture';

it('cuts the middle out of a picture', () => {
  expect(middle(400, 300)).toEqual({ x: 50, y: 0, side: 300 });
  expect(middle(100, 500)).toEqual({ x: 0, y: 200, side: 100 });
  expect(middle(64, 64)).toEqual({ x: 0, y: 0, side: 64 });
});
