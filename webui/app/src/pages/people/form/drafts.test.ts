import { expect, it } from 'vitest';
import { linePatch, newBody, personPatch } from './bodies';
import { contactOf, dialled, kindOf, noLine, noLogin, noPerson, roleOf, tidy } from './drafts';

it('asks for no more than was filled in', () => {
  const body = newBody({ ...noPerson(), first_name: ' Ida ' }, noLogin(), undefined, true);
  expect(body).toMatchObject({ first_name: 'Ida', login: null, line: null, sip_account: false, time_frame: null });
  expect(body).not.toHaveProperty('site');
});

it('makes person, login, line and mailbox of one form', () => {
  const line = { ...noLine(), number: '203', new_number: '+49 (89) 12-34', pin: '' };
  const login = { ...noLogin(), login: 'ida', way: 'typed' as const, password: 'four ducks and a pond' };
  expect(newBody({ ...noPerson(), first_name: 'Ida' }, login, line, true)).toMatchObject({
    login: { login: 'ida', password: 'four ducks and a pond', role: { 'built-in': 'user' } },
    line: { number: '203', new_numbers: ['+49891234'], mailbox: { email: '', pin: null } },
    sip_account: true,
  });
});

it('writes only the fields that were changed', () => {
  expect(personPatch({ ...noPerson(), email: 'a@b.c', time_frame: '' }, ['time_frame'])).toEqual({ time_frame: null });
  const line = { ...noLine(), unavailable: 'outside' as const, unavailable_outside: '089 / 55' };
  expect(linePatch(line, ['unavailable_outside'])).toEqual({ when_unavailable: { outside: '08955' } });
  expect(linePatch(line, ['direct_numbers', 'pin'])).toEqual({});
});

it('reads and writes the four kinds of contact method', () => {
  const of = { line: 'l', id: 'i', position: 2, of: null };
  for (const kind of [
    'app' as const,
    { sip: { username: 'u1', algorithm: 'sha256' as const } },
    { 'pstn-forward': { number: '+4989' } },
    { 'sip-forward': { uri: 'sips:a@b.c' } },
  ]) {
    expect(kindOf(contactOf({ ...of, kind }))).toEqual(kind);
  }
  expect(kindOf({ way: 'sip-forward', value: 'a@b.c', algorithm: 'md5', position: 0 })).toEqual({
    'sip-forward': { uri: 'sip:a@b.c' },
  });
});

it('knows a role of the program from one of the office', () => {
  expect(roleOf('user')).toEqual({ 'built-in': 'user' });
  expect(roleOf('0190a3b4-0000-7000-8000-000000000000')).toEqual({ own: '0190a3b4-0000-7000-8000-000000000000' });
});

it.each([
  ['+49 (0)30 23125-101', '+493023125101'],
  ['+49 (0)89 1234', '+49891234'],
  ['(030) 23125 101', '03023125101'],
  ['030/23125101', '03023125101'],
  ['+33\u00a01.23.45.67.89', '+33123456789'],
  ['0 89/12.34-5', '08912345'],
  ['112', '112'],
])('the number %j is dialled as %s', (typed, number) => {
  expect(dialled(typed)).toBe(number);
});

it('keeps what is typed as the box will have it, so that nothing seems unsaved afterwards', () => {
  const contact = (way: 'sip-forward' | 'pstn-forward', value: string) => {
    const draft = { way, value, algorithm: 'md5' as const, position: 0 };
    tidy(draft);
    return draft.value;
  };
  expect(contact('sip-forward', ' anna@example.com ')).toBe('sip:anna@example.com');
  expect(contact('pstn-forward', '+49 170 / 1')).toBe('+491701');
  const login = { ...noLogin(), login: ' anna ', password: ' as it is ' };
  tidy(login);
  expect(login).toMatchObject({ login: 'anna', password: ' as it is ' });
});
