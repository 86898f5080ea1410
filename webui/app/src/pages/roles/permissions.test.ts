import { expect, it } from 'vitest';
import { ticked } from './permissions';

it('lets who may change something see it', () => {
  expect(ticked([], 'people-write', true)).toEqual(['people-write', 'people-read']);
});

it('takes with the sight what is of no use without it', () => {
  expect(ticked(['people-write', 'people-read', 'status-read'], 'people-read', false)).toEqual(['status-read']);
  expect(ticked(['people-write', 'people-read'], 'people-write', false)).toEqual(['people-read']);
});
