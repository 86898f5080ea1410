import { expect, it } from 'vitest';
import { merged, ticked } from './permissions';

it('lets who may change something see it', () => {
  expect(ticked([], 'people-write', true)).toEqual(['people-write', 'people-read']);
});

it('takes with the sight what is of no use without it', () => {
  expect(ticked(['people-write', 'people-read', 'status-read'], 'people-read', false)).toEqual(['status-read']);
  expect(ticked(['people-write', 'people-read'], 'people-write', false)).toEqual(['people-read']);
});

it('puts what two have changed at the same time together', () => {
  const was = { name: 'Desk', permissions: ['people-read', 'status-read'] as const };
  const theirs = { name: 'Front desk', permissions: ['people-read', 'status-read', 'audit-read'] as const };
  expect(merged(was, { ...was, permissions: ['people-read', 'people-write'] }, theirs)).toEqual({
    name: 'Front desk',
    permissions: ['people-read', 'audit-read', 'people-write'],
  });
  expect(merged(was, { ...was, name: 'Reception' }, theirs)).toEqual({ ...theirs, name: 'Reception' });
  // What is of no use without another comes with it, also where they have taken that away.
  const none = { name: 'Desk', permissions: [] };
  expect(merged(was, { ...was, permissions: [...was.permissions, 'people-write'] }, none).permissions).toEqual([
    'people-write',
    'people-read',
  ]);
});
