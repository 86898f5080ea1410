import { expect, it, vi } from 'vitest';
import { person } from '../../../words/en/person';
import { noLine, noLogin, unshownOfLine, unshownOfLogin } from './drafts';
import { Edited } from './edited.svelte';

vi.mock('../../../words/words.svelte', () => ({ t: () => ({ person }) }));

const lineOf = (more: object = {}) => new Edited({ ...noLine(), ...more }, 'tag', { unshown: unshownOfLine });

it('keeps what is typed when the box has something newer, and tells of a clash only where both differ', () => {
  const line = lineOf({ number: '201' });
  line.draft.number = '202';
  expect(line.take({ ...noLine(), number: '201', internal_caller_id: 'Anna' }, 'newer')).toBe(false);
  expect([line.draft.number, line.draft.internal_caller_id, line.tag]).toEqual(['202', 'Anna', 'newer']);
  expect(line.take({ ...noLine(), number: '203' })).toBe(true);
  expect(line.take({ ...noLine(), number: '202' })).toBe(false);
  expect(line.changed()).toEqual([]);
});

it('does not mind in which order public numbers ring a line', () => {
  const line = lineOf({ direct_numbers: ['a'] });
  line.draft.direct_numbers = ['a', 'new'];
  expect(line.take({ ...noLine(), direct_numbers: ['new', 'a'] })).toBe(false);
  expect(line.isChanged()).toBe(false);
});

it('minds the order of caller IDs, of which the first is the favourite', () => {
  const line = lineOf({ caller_ids: ['a', 'b'] });
  line.draft.caller_ids = ['b', 'a'];
  expect(line.changed()).toEqual(['caller_ids']);
});

it('takes no field for a change that is not shown any more', () => {
  const line = lineOf();
  line.draft.unavailable = 'outside';
  line.draft.unavailable_outside = '+4989';
  expect(line.changed()).toEqual(['unavailable', 'unavailable_outside']);
  line.draft.unavailable = 'voicemail';
  expect(line.changed()).toEqual([]);
  line.draft.mailbox_email = 'a@b.c';
  line.draft.pin = '1234';
  line.draft.has_mailbox = false;
  expect(line.changed()).toEqual(['has_mailbox']);
  line.take({ ...noLine(), has_mailbox: false });
  expect([line.changed(), line.draft.pin, line.draft.mailbox_email]).toEqual([[], '', '']);
});

it('takes the role of a login without a name for nothing', () => {
  const login = new Edited(noLogin(), '', { unshown: unshownOfLogin });
  login.draft.login = 'anna';
  login.draft.role = 'owner';
  expect(login.changed()).toEqual(['login', 'role']);
  login.draft.login = ' ';
  expect(login.changed()).toEqual([]);
  const known = new Edited({ ...noLogin(), login: 'anna' }, '', { unshown: unshownOfLogin });
  known.draft.login = '';
  expect(known.changed()).toEqual(['login']);
});

it('says beside a field what somebody else has written there, until one insists', () => {
  const row = new Edited({ job_title: 'Carpenter', email: '' }, '', {
    names: (field, value) => `${field} ${value}`,
  });
  row.draft.job_title = 'Painter';
  row.take({ job_title: 'Joiner', email: 'a@b.c' });
  expect(row.clashing()).toEqual(['job_title']);
  expect(row.wrong('job_title')).toContain('job_title Joiner');
  expect(row.wrong('email')).toBeUndefined();
  row.draft.job_title = 'Joiner';
  expect(row.wrong('job_title')).toBeUndefined();
  row.draft.job_title = 'Painter';
  row.insist();
  expect([row.clashing(), row.wrong('job_title')]).toEqual([[], undefined]);
});
