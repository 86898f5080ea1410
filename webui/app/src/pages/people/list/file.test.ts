import { expect, it } from 'vitest';
import { datedName, fileName } from './file';

it.each([
  ['people', 'people.csv'],
  ['People.CSV', 'People.CSV'],
  ['../../etc/passwd', 'etc passwd.csv'],
  ['a\u0000b:c?.csv', 'a b c .csv'],
  ['  Müller & Co. ', 'Müller & Co.csv'],
  ['...', ''],
  ['', ''],
])('a file called %j is saved as %j', (typed, saved) => {
  expect(fileName(typed, '.csv')).toBe(saved);
});

it('proposes a name with the day', () => {
  expect(datedName('People', 'Europe/Berlin', '.csv')).toMatch(/^people-\d{4}-\d\d-\d\d\.csv$/);
});
