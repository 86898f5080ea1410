import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Day } from './day.svelte';

type Call = { id: string; started: string; ended: string | null };

/** The calls of a box, newest first. */
let box: Call[] = [];
let asked: string[] = [];
let isDown = false;

vi.mock('../../api/client', async () => {
  const { Refused } = await import('../../api/problem');
  const refused = (status: number) => new Refused({ status, code: 'x', title: '', detail: '', errors: [], more: {} });
  return {
    given: async <T>(answer: Promise<T>) => answer,
    api: {
      GET: async (_: string, { params }: { params: { path?: { id: string }; query?: Query } }) => {
        if (isDown) throw refused(0);
        if (params.path) {
          asked.push(params.path.id);
          const call = box.find(({ id }) => id === params.path?.id);
          if (!call) throw refused(404);
          return { call };
        }
        const { since = '', before, limit = 100 } = params.query ?? {};
        asked.push(`${limit}`);
        const match = box.filter((one) => one.started >= since && (!before || Number(one.id) < Number(before)));
        return { items: match.slice(0, limit), next: match.length > limit ? match[limit - 1]?.id : null };
      },
    },
  };
});
type Query = { since?: string; before?: string; limit?: number };

function begins(count: number, lives = false) {
  for (let call = 0; call < count; call += 1) {
    const started = new Date().toISOString();
    box.unshift({ id: `${box.length + 1}`, started, ended: lives ? null : started });
  }
}

function ends(id: string) {
  box = box.map((call) => (call.id === id ? { ...call, ended: call.started } : call));
}

beforeEach(() => {
  [box, asked, isDown] = [[], [], false];
  vi.useFakeTimers({ now: new Date('2026-11-23T12:00:00Z') });
});
afterEach(() => void vi.useRealTimers());

describe('the calls of a day', () => {
  it('are loaded once, then only what is new is asked for', async () => {
    begins(1200);
    const day = new Day();
    await day.refresh('UTC', []);
    expect([day.calls.size, day.isCut, asked]).toEqual([1200, false, ['500', '500', '500']]);
    begins(3);
    await day.refresh('UTC', []);
    expect([day.calls.size, asked.slice(3)]).toEqual([1203, ['100']]);
  });

  it('hold a long call behind many newer ones without asking for it again and again', async () => {
    begins(1, true);
    begins(900);
    const day = new Day();
    await day.refresh('UTC', ['1']);
    asked = [];
    await day.refresh('UTC', ['1']);
    await day.refresh('UTC', ['1']);
    expect(asked).toEqual(['100', '100']);
    ends('1');
    await day.refresh('UTC', []);
    await day.refresh('UTC', []);
    expect([day.calls.get('1')?.ended, asked.slice(2)]).toEqual([box.at(-1)?.started, ['100', '1', '100']]);
  });

  it('give up on a call of which the box never learns the end', async () => {
    begins(1, true);
    begins(200);
    const day = new Day();
    for (let time = 0; time < 9; time += 1) await day.refresh('UTC', []);
    expect(asked.filter((one) => one === '1')).toHaveLength(3);
  });

  it('begin anew after a gap, and say when that is cut', async () => {
    begins(10);
    const day = new Day();
    await day.refresh('UTC', []);
    begins(700);
    await day.refresh('UTC', []);
    expect([day.calls.size, day.isCut]).toEqual([710, false]);
    begins(6000);
    await day.refresh('UTC', []);
    expect([day.calls.size, day.isCut, day.calls.has('6710')]).toEqual([5000, true, true]);
  });

  it('are those of the day it is now', async () => {
    begins(5);
    const day = new Day();
    await day.refresh('UTC', []);
    vi.setSystemTime(new Date('2026-11-24T00:00:10Z'));
    begins(1);
    await day.refresh('UTC', []);
    expect([...day.calls.keys()]).toEqual(['6']);
  });

  it('stay while the box is not reached', async () => {
    begins(2);
    const day = new Day();
    await day.refresh('UTC', []);
    isDown = true;
    await day.refresh('UTC', []);
    expect([day.calls.size, day.problem?.status]).toEqual([2, 0]);
    isDown = false;
    begins(1);
    // What is asked for meanwhile is not forgotten.
    await Promise.all([day.refresh('UTC', []), day.refresh('UTC', [])]);
    expect([day.calls.size, day.problem]).toEqual([3, undefined]);
  });
});
