import { expect, it } from 'vitest';
import { words } from '../../../words/en';
import { errorsAsCsv, letter } from './columns';

it('names columns as spreadsheet programs do', () => {
  expect([0, 25, 26, 51, 52, 63, 701, 702].map(letter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'BL', 'ZZ', 'AAA']);
});

it('writes what is wrong as a file in which nothing is a formula', () => {
  const problem = { property: null, label: null };
  const problems = [
    { ...problem, row: 3, column: 1, detail: '“a, "b"” is not a number.' },
    { ...problem, row: 4, column: null, detail: '=HYPERLINK("http://example.com")' },
    { ...problem, row: 5, column: 9, detail: 'Text behind; the last heading.' },
  ];
  const columns = [
    { heading: 'First name', property: 'first_name', label: 'First name' },
    { heading: '@Email', property: 'email', label: 'Email' },
  ];
  expect(errorsAsCsv(problems, columns, words.importing, 'en')).toBe(
    '\uFEFFRow,Column,What is wrong\r\n' +
      '3,B @Email,"“a, ""b""” is not a number."\r\n' +
      '4,whole row,"\'=HYPERLINK(""http://example.com"")"\r\n' +
      '5,J,"Text behind; the last heading."\r\n',
  );
  expect(errorsAsCsv([], columns, words.importing, 'de')).toBe('\uFEFFRow;Column;What is wrong\r\n');
});
