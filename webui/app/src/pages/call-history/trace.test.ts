import { expect, it } from 'vitest';
import { words as de } from '../../words/de';
import { words as en } from '../../words/en';
import { told } from './trace';

it.each([
  ['nothing here is called "0"', 'Nothing in the office is called “0”.', 'Im Büro heißt nichts „0“.'],
  [
    '202 is 202 of Bert Klein',
    '202 is the internal number of Bert Klein.',
    '202 ist die interne Nummer von Bert Klein.',
  ],
  ['u202 is 202 of Bert Klein', 'u202 belongs to 202, Bert Klein.', 'u202 gehört zu 202, Bert Klein.'],
  ['account u202 rings', 'The SIP account u202 rings.', 'Das SIP-Konto u202 klingelt.'],
  [
    '1 more telephones are left out, 8 ring at most',
    '1 more telephone is left out: at most 8 ring at once.',
    '1 weiteres Telefon bleibt außen vor: Höchstens 8 klingeln zugleich.',
  ],
  ['something of a newer program', 'something of a newer program', 'something of a newer program'],
])('%s', (decision, english, german) => {
  expect(told({ rule: 'any', decision }, en.calls.trace)).toBe(english);
  expect(told({ rule: 'any', decision }, de.calls.trace)).toBe(german);
});
