import { expect, it } from 'vitest';
import { besideFields, changedFields, EMPTY, merged } from './draft';

const was = { ...EMPTY, login: 'anna', email: 'anna@example.com', role: 'user' };

it('tells what was changed, blanks at the ends aside', () => {
  expect(changedFields(was, { ...was, login: 'anna ', email: '', expiration: '2027-01-31' })).toEqual([
    'email',
    'expiration',
  ]);
});

it('keeps what was typed when somebody else was quicker, and takes the rest of theirs', () => {
  const typed = { ...was, email: 'new@example.com' };
  const theirs = { ...was, email: 'theirs@example.com', language: 'de' };
  expect(merged(was, typed, theirs)).toEqual({ ...was, email: 'new@example.com', language: 'de' });
});

it('tells beside the right field what somebody else has already', () => {
  const taken = (detail: string) => ({ status: 409, code: 'name-taken', title: '', detail, errors: [], more: {} });
  const pointer = (detail: string) => besideFields(taken(detail), was).errors[0]?.pointer;
  expect(pointer('“anna” is taken already: login anna.')).toBe('/login');
  expect(pointer('“anna@example.com” is taken already: login eva.')).toBe('/email');
  const other = { ...taken('x'), code: 'invalid' };
  expect(besideFields(other, was)).toBe(other);
});
