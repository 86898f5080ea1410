import { afterEach, expect, it, vi } from 'vitest';
import { daysAgo } from './today.svelte';

vi.mock('./format', () => ({ zone: () => 'Europe/Berlin' }));
afterEach(() => void vi.useRealTimers());

it.each([
  // On 25 October the clocks go back: that day has 25 hours.
  ['2026-10-26T22:30:00Z', '2026-10-24T22:10:00Z', 1],
  ['2026-10-25T22:30:00Z', '2026-10-24T22:10:00Z', 0],
  // On 29 March they go forward: that day has 23.
  ['2026-03-29T22:10:00Z', '2026-03-28T22:50:00Z', 2],
  ['2026-03-29T22:10:00Z', '2026-03-28T23:10:00Z', 1],
  ['2027-01-01T12:00:00Z', '2026-12-25T12:00:00Z', 7],
])('at %s it is so long since %s: %i days', (now, at, days) => {
  vi.useFakeTimers({ now: new Date(now) });
  expect(daysAgo(at)).toBe(days);
});
