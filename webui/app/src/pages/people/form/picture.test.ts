import { expect, it } from 'vitest';
import { enlarged, enlargement, ENLARGED_MOST, firstPart, moved } from './picture';

const wide = { width: 400, height: 300 };

it('begins with as much as fits, and rather with the top of a high picture', () => {
  expect(firstPart(wide)).toEqual({ x: 50, y: 0, side: 300 });
  expect(firstPart({ width: 100, height: 500 })).toEqual({ x: 0, y: 100, side: 100 });
  expect(firstPart({ width: 64, height: 64 })).toEqual({ x: 0, y: 0, side: 64 });
});

it('moves with the picture, and never leaves it', () => {
  const part = { x: 50, y: 20, side: 200 };
  // What is drawn to the right shows more of the left.
  expect(moved(part, 0.1, 0, wide)).toEqual({ x: 30, y: 20, side: 200 });
  expect(moved(part, 0, -0.1, wide)).toEqual({ x: 50, y: 40, side: 200 });
  expect(moved(part, 5, 5, wide)).toEqual({ x: 0, y: 0, side: 200 });
  expect(moved(part, -5, -5, wide)).toEqual({ x: 200, y: 100, side: 200 });
});

it('is enlarged about its middle, neither beyond the picture nor for ever', () => {
  const part = firstPart(wide);
  const twice = enlarged(part, 2, wide);
  expect(twice).toEqual({ x: 125, y: 75, side: 150 });
  expect(enlargement(twice, wide)).toBe(2);
  expect(enlarged(twice, 1, wide)).toEqual(part);
  expect(enlarged(part, 0.1, wide)).toEqual(part);
  expect(enlargement(enlarged(part, 100, wide), wide)).toBeCloseTo(ENLARGED_MOST);
  // At an edge it stays in the picture when it is made whole again.
  expect(enlarged({ x: 250, y: 150, side: 150 }, 1, wide)).toEqual({ x: 100, y: 0, side: 300 });
});
