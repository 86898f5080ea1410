import { expect, it, vi } from 'vitest';
import { words } from '../../words/en';
import { changes, type Entry } from './changes';
import { sentence } from './sentence';

vi.mock('../../words/words.svelte', () => ({ t: () => words, spoken: () => 'en' }));
vi.mock('../../session.svelte', () => ({ me: () => ({ timezone: 'UTC' }) }));

/** What the log says of a refused sign-in. */
function told(event: Record<string, unknown>): string {
  const entry = { n: 1, version: 0, at: '2026-01-02T10:02:00Z', event: { event: 'sign-in-refused', ...event } };
  const [change] = changes([entry as unknown as Entry]);
  return change ? sentence(change) : '';
}

it.each([
  [{ name: 'anna', why: 'code-wrong' }, 'Somebody was not let in as “anna” on 2 Jan 2026 10:02: wrong code'],

  [
    { name: '', why: 'sign-in-refused' },
    'Somebody was not let in with an unknown name on 2 Jan 2026 10:02: name or password wrong',
  ],
  [
    { why: 'something-new' },
    'Somebody was not let in with an unknown name on 2 Jan 2026 10:02: another reason (something-new)',
  ],
])('%j is told as %s', (event, words) => {
  expect(told(event)).toBe(words);
});
