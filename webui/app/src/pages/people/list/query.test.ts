import { expect, it } from 'vitest';
import { countOf, filtersOf, sortOf, wantedOf } from './query';

const known = ['last_name', 'email'];
const of = (text: string) => new URLSearchParams(text);

it('asks the box for what the address says, and for nothing it does not know', () => {
  expect(wantedOf(of('q= anna &department=Sales&email=&tab=x&sort=-email'), known)).toEqual({
    q: 'anna',
    department: 'Sales',
    sort: '-email,last_name,first_name',
  });
  expect(wantedOf(of('sort=secret'), known)).toEqual({ sort: 'last_name,first_name' });
});

it('counts the criteria that are applied', () => {
  expect(countOf(filtersOf(of('q=anna&department=-&crm_user=%20&call_flow=%2B4989')))).toBe(2);
});

it('sorts by known columns only', () => {
  expect([sortOf(of('sort=-email'), known), sortOf(of('sort=--email'), known), sortOf(of(''), known)]).toEqual([
    '-email',
    '',
    '',
  ]);
});
