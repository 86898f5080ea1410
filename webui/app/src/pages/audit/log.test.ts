import { beforeEach, expect, it, vi } from 'vitest';
import type { Entry } from './changes';
import { Log } from './log.svelte';

/** The log of a box, newest first. */
let box: Entry[] = [];
const asked: Record<string, number | undefined>[] = [];
let isDown = false;

vi.mock('../../api/client', async () => {
  const { Refused } = await import('../../api/problem');
  const unreachable = new Refused({ status: 0, code: 'unreachable', title: '', detail: '', errors: [], more: {} });
  return {
    given: async <T>(answer: Promise<T>) => answer,
    api: {
      GET: async (_: string, { params }: { params: { query: Record<string, number | undefined> } }) => {
        const { version, before, limit = 100 } = params.query;
        asked.push(params.query);
        if (isDown) throw unreachable;
        const match = box.filter(
          (one) => (version === undefined || one.version === version) && (before === undefined || one.n < before),
        );
        return { items: match.slice(0, limit), next: match.length > limit ? match[limit - 1]?.n : null };
      },
    },
  };
});

/** Adds changes with so many cells each. */
function happens(...sizes: number[]) {
  for (const size of sizes) {
    const version = (box[0]?.version ?? 0) + 1;
    for (let cell = 0; cell < size; cell += 1) {
      const n = (box[0]?.n ?? 0) + 1;
      const at = new Date(n).toISOString();
      box.unshift({ n, version, table: 'person', id: 'p', column: 'email', old: 'a', new: 'b', at } as Entry);
    }
  }
}

const sizes = (log: Log) =>
  log.changes.map((change) => [change.version, change.things.reduce((sum, thing) => sum + thing.entries.length, 0)]);

beforeEach(() => {
  box = [];
  asked.length = 0;
  isDown = false;
});

it('cuts no change in two at the end of a page', async () => {
  happens(3, 60, 60);
  const log = new Log();
  await log.begin({});
  expect(sizes(log)).toEqual([
    [3, 60],
    [2, 60],
  ]);
  await log.more();
  expect([sizes(log).length, log.hasMore]).toEqual([3, false]);
});

it('goes on behind a change of thousands of cells without loading them', async () => {
  happens(2, 4_000, 5);
  const log = new Log();
  await log.begin({});
  expect(sizes(log)).toEqual([
    [3, 5],
    [2, 500],
  ]);
  expect([...log.cut]).toEqual([2]);
  expect(asked.length).toBeLessThan(25);
  await log.more();
  expect(sizes(log)[2]).toEqual([1, 2]);
});

it('takes in what has happened since, and begins anew where that is too much', async () => {
  happens(1, 1);
  const log = new Log();
  await log.begin({});
  happens(2);
  await log.renew();
  expect(sizes(log)).toEqual([
    [3, 2],
    [2, 1],
    [1, 1],
  ]);
  happens(...Array<number>(120).fill(1));
  await log.renew();
  expect([log.changes.length, log.hasMore]).toEqual([100, true]);
});

it('goes on with today, but not with days that are over', async () => {
  happens(1);
  const log = new Log();
  await log.begin({ until: new Date(Date.now() + 3_600_000).toISOString() });
  happens(1);
  await log.renew();
  expect(log.changes).toHaveLength(2);
  await log.begin({ until: new Date(Date.now() - 1000).toISOString() });
  asked.length = 0;
  await log.renew();
  expect(asked).toEqual([]);
});

it('does again what has failed', async () => {
  happens(120);
  isDown = true;
  const log = new Log();
  await log.begin({});
  expect([log.problem?.status, log.changes]).toEqual([0, []]);
  isDown = false;
  await log.again();
  expect([log.problem, log.changes.length]).toEqual([undefined, 1]);
  // Of another filter that has failed nothing is put behind what is shown.
  isDown = true;
  await log.begin({ who: 'a' });
  await log.more();
  isDown = false;
  await log.again();
  expect(sizes(log)).toEqual([[1, 120]]);
});
