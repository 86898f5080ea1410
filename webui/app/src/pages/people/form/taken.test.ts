import { expect, it } from 'vitest';
import { placedTaken } from './taken';

const problem = { status: 409, code: 'name-taken', title: '', detail: '“anna” is taken already', errors: [], more: {} };

it('finds the field of what is taken by what was typed', () => {
  const placed = placedTaken(problem, [
    ['ann', '/number'],
    ['', '/email'],
    ['anna', '/login'],
  ]);
  expect(placed.errors).toMatchObject([{ pointer: '/login', detail: problem.detail }]);
});

it('leaves what has a field already, is something else, or cannot be told', () => {
  const known = { ...problem, errors: [{ pointer: '/x', field: '', detail: '', code: '' }] };
  expect(placedTaken(known, [['anna', '/login']])).toBe(known);
  expect(placedTaken({ ...problem, code: 'other' }, [['anna', '/login']]).errors).toEqual([]);
  expect(placedTaken(problem, [['bert', '/login']]).errors).toEqual([]);
});
