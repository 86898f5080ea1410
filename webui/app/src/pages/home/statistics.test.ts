import { expect, it } from 'vitest';
import { figures, hours, levels, shownHours } from './statistics';

const call = (
  started: string,
  more: { answered?: boolean; lives?: boolean; ring_s?: number; talk_s?: number } = {},
) => ({
  started,
  answered: more.answered ? started : null,
  ended: more.lives ? null : started,
  ring_s: more.ring_s ?? 0,
  talk_s: more.talk_s ?? 0,
});

it('adds up a day; what rings yet is neither answered nor missed', () => {
  const day = [
    call('2026-11-23T08:59:59Z', { answered: true, ring_s: 4, talk_s: 60 }),
    call('2026-11-23T09:00:00Z', { answered: true, ring_s: 8, talk_s: 30 }),
    call('2026-11-23T09:10:00Z', { ring_s: 30 }),
    call('2026-11-23T09:20:00Z', { lives: true }),
  ];
  expect(figures(day)).toMatchObject({ calls: 4, answered: 2, missed: 1, share: 2 / 3, wait: 6, talk: 90 });
  const busy = hours(day, 'Europe/Berlin').filter((hour) => hour.answered + hour.missed > 0);
  expect(busy).toEqual([
    { hour: 9, answered: 1, missed: 0 },
    { hour: 10, answered: 1, missed: 1 },
  ]);
});

it('says nothing of a day without calls', () => {
  expect(figures([])).toMatchObject({ calls: 0, share: undefined, wait: undefined, talk: 0 });
});

it('shows office hours, and whatever is outside of them when somebody called then', () => {
  const at = (...times: string[]) =>
    shownHours(
      hours(
        times.map((time) => call(`2026-11-23T${time}:00Z`)),
        'UTC',
      ),
    );
  expect(at().map((one) => one.hour)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
  expect(at('00:30', '23:30')).toHaveLength(24);
});

it.each([
  [0, [1]],
  [1, [1]],
  [3, [1, 2, 3]],
  [7, [2, 4, 6, 8]],
  [40, [10, 20, 30, 40]],
  [1234, [500, 1000, 1500]],
])('a graph of %i has lines at %j', (highest, lines) => {
  expect(levels(highest)).toEqual(lines);
});
