import { expect, it } from 'vitest';
import { signInNames } from './names';

it('says by what one may sign in, each name once', () => {
  const office = { name: 'Acme', short_name: '', email_domain: ' example.com ' };
  expect(signInNames('anna', office)).toEqual(['anna', 'anna@Acme', 'anna@example.com']);
  expect(signInNames('anna', { ...office, short_name: 'Acme', email_domain: '' })).toEqual(['anna', 'anna@Acme']);
  expect(signInNames('anna', { name: '', short_name: '', email_domain: '' })).toEqual(['anna']);
});
