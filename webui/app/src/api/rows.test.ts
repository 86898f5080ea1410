import { describe, expect, it } from 'vitest';
import { Rows } from './rows.svelte';

/** A list of `total` numbers that counts how often it was asked. */
function list(total: number) {
  const asked: number[] = [];
  const ask = async ({ limit, offset }: { limit: number; offset: number }) => {
    asked.push(offset);
    const items = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => offset + index);
    return { items, total, offset };
  };
  return { ask, asked };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('rows', () => {
  it('loads what is looked at, once', async () => {
    const { ask, asked } = list(3000);
    const rows = new Rows(ask);
    rows.need(0, 30);
    rows.need(0, 30);
    await settled();
    rows.need(1190, 1230);
    await settled();
    expect(asked).toEqual([0, 1100, 1200]);
    expect([rows.total, rows.at(29), rows.at(1199), rows.at(1200), rows.at(500)]).toEqual([
      3000,
      29,
      1199,
      1200,
      undefined,
    ]);
  });

  it('forgets what is beyond the end of a shorter list', async () => {
    const rows = new Rows(list(250).ask);
    rows.need(0, 250);
    await settled();
    rows.need(100, 250);
    await settled();
    rows.change(list(3).ask);
    await settled();
    expect([rows.total, rows.loaded()]).toEqual([3, [0, 1, 2]]);
  });

  it('shows no answer to what is not asked any more', async () => {
    let answer: (page: { items: string[]; total: number; offset: number }) => void = () => {};
    const rows = new Rows<string>(() => new Promise((resolve) => (answer = resolve)));
    rows.need(0, 1);
    const late = answer;
    rows.change(async () => ({ items: ['new'], total: 1, offset: 0 }));
    await settled();
    late({ items: ['old'], total: 1, offset: 0 });
    await settled();
    expect(rows.loaded()).toEqual(['new']);
  });

  it('asks once more, not once a change, when changes come faster than answers', async () => {
    const answers: (() => void)[] = [];
    const rows = new Rows<number>(
      () => new Promise((resolve) => answers.push(() => resolve({ items: [answers.length], total: 1, offset: 0 }))),
    );
    rows.need(0, 1);
    for (let change = 0; change < 5; change += 1) rows.refresh();
    expect(answers.length).toBe(1);
    answers[0]?.();
    await settled();
    expect([rows.loaded(), answers.length]).toEqual([[1], 2]);
    answers[1]?.();
    await settled();
    expect([rows.loaded(), answers.length]).toEqual([[2], 2]);
  });

  it('tells what went wrong, and asks again', async () => {
    let works = false;
    const rows = new Rows<number>(async () => {
      if (!works) throw new Error('gone');
      return { items: [1], total: 1, offset: 0 };
    });
    rows.need(0, 1);
    await settled();
    expect(rows.failure).toBeInstanceOf(Error);
    works = true;
    rows.need(0, 1);
    await settled();
    expect([rows.failure, rows.at(0)]).toEqual([undefined, 1]);
  });
});
