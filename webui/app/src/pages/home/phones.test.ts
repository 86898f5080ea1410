import { expect, it } from 'vitest';
import type { Schema } from '../../api/client';
import { deviceOf, nameOf, sinceOf } from './phones';

type Account = Schema<'Registration'>;

const account = (more: Partial<Account> = {}): Account => ({
  account: '1',
  username: 'u201',
  state: 'not-registered',
  gone: null,
  line: null,
  owner: null,
  phone: null,
  contacts: [],
  ...more,
});
const contact = (since: string | null, user_agent = '') => ({
  address: '192.0.2.7:5060',
  transport: 'udp',
  user_agent,
  since,
  expires: '2026-11-23T09:05:00Z',
  is_reachable: true,
});

it('is called by its owner, else by its number, else by itself', () => {
  const line = { id: '1', number: '201', name: 'Anna Weber' };
  const names = [account({ line }), account({ line: { ...line, name: '' } }), account()].map(nameOf);
  expect(names).toEqual(['Anna Weber', '201', 'u201']);
});

it('is on the telephone that is set up for it, else on what says that it is one', () => {
  const phone = { id: '1', vendor: 'Yealink', model: 'T54W', label: 'Reception' };
  expect(deviceOf(account({ phone }))).toBe('Yealink T54W, Reception');
  expect(deviceOf(account({ phone: { ...phone, vendor: '', model: '', label: '' } }))).toBe('');
  const contacts = [contact(null, 'Zoiper'), contact(null, 'Zoiper'), contact(null, 'Snom')];
  expect(deviceOf(account({ contacts }))).toBe('Zoiper, Snom');
});

it('is so since the first telephone came, or the last one went, as far as that is known', () => {
  const [early, late] = ['2026-11-23T08:00:00Z', '2026-11-23T09:00:00Z'];
  expect(sinceOf(account({ contacts: [contact(late), contact(early)] }))).toBe(early);
  expect(sinceOf(account({ contacts: [contact(late), contact(null)] }))).toBeUndefined();
  expect(sinceOf(account({ gone: late }))).toBe(late);
  expect(sinceOf(account())).toBeUndefined();
});
