import { describe, expect, it } from 'vitest';
import { Trail } from './trail.svelte';

/** A list of numbers counting down, two a page. */
function list(...numbers: number[]) {
  const asked: (string | undefined)[] = [];
  const ask = async (before: string | undefined) => {
    asked.push(before);
    const rest = numbers.filter((number) => before === undefined || number < Number(before));
    return { items: rest.slice(0, 2), next: rest.length > 2 ? String(rest[1]) : null };
  };
  return { ask, asked, numbers };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a trail', () => {
  it('is read on as far as it is looked at', async () => {
    const { ask, asked } = list(5, 4, 3, 2, 1);
    const trail = new Trail<number>(ask, String);
    trail.need(0, 1);
    await settled();
    expect([trail.loaded(), trail.total]).toEqual([[5, 4], 2]);
    trail.need(0, 1);
    trail.need(0, 2);
    trail.need(0, 2);
    await settled();
    trail.need(2, 4);
    await settled();
    trail.need(4, 5);
    await settled();
    expect([trail.loaded(), trail.total, asked]).toEqual([[5, 4, 3, 2, 1], 5, [undefined, '4', '2']]);
  });

  it('shows what is new before what it has', async () => {
    const { ask, numbers } = list(3, 2, 1);
    const trail = new Trail<number>(ask, String);
    trail.need(0, 1);
    await settled();
    await trail.more();
    numbers.unshift(4);
    await trail.renew();
    expect([trail.loaded(), trail.total]).toEqual([[4, 3, 2, 1], 4]);
    numbers.unshift(9, 8, 7);
    await trail.renew();
    // Between 8 and 4 something is missing: it begins anew.
    expect([trail.loaded(), trail.total]).toEqual([[9, 8], 2]);
  });

  it('looks once more when something new came while it looked', async () => {
    const { ask, asked, numbers } = list(2, 1);
    const trail = new Trail<number>(ask, String);
    trail.need(0, 1);
    await settled();
    const looks = [trail.renew(), trail.renew(), trail.renew()];
    numbers.unshift(3);
    await Promise.all(looks);
    await settled();
    expect([trail.loaded(), asked.length]).toEqual([[3, 2, 1], 3]);
  });

  it('lets go of what is no longer among what is asked for', async () => {
    const { ask, numbers } = list(6, 5, 4, 3, 2, 1);
    const trail = new Trail<number>(ask, String);
    trail.need(0, 1);
    await settled();
    await trail.more();
    expect(trail.loaded()).toEqual([6, 5, 4, 3]);
    // A call that nobody had answered is answered.
    numbers.splice(0, 1);
    await trail.renew();
    expect([trail.loaded(), trail.total]).toEqual([[5, 4, 3], 3]);
    await trail.more();
    expect(trail.loaded()).toEqual([5, 4, 3, 2, 1]);
    // What all fits into the answer is all there is.
    numbers.splice(0, 4);
    await trail.renew();
    expect([trail.loaded(), trail.total]).toEqual([[1], 1]);
  });

  it('forgets answers to what is not asked any more', async () => {
    const trail = new Trail<number>(() => new Promise(() => {}), String);
    trail.need(0, 1);
    trail.begin(list(2, 1).ask);
    await settled();
    expect([trail.loaded(), trail.total]).toEqual([[2, 1], 2]);
  });

  it('reads on for what was wanted while it asked for news, and asks for news again when that has failed', async () => {
    const { ask } = list(3, 2, 1);
    let works = true;
    const trail = new Trail<number>(async (before) => {
      if (!works) throw new Error('gone');
      return ask(before);
    }, String);
    trail.need(0, 1);
    await settled();
    const news = trail.renew();
    trail.need(0, 2);
    await news;
    await settled();
    expect([trail.loaded(), trail.count]).toEqual([[3, 2, 1], 3]);
    works = false;
    await trail.renew();
    expect(trail.failure).toBeInstanceOf(Error);
    works = true;
    await trail.again();
    expect(trail.failure).toBe(undefined);
  });

  it('tells what went wrong, and goes on when it is asked to', async () => {
    let works = false;
    const trail = new Trail<number>(async () => {
      if (!works) throw new Error('gone');
      return { items: [1], next: null };
    }, String);
    trail.need(0, 1);
    await settled();
    trail.need(0, 1);
    expect(trail.failure).toBeInstanceOf(Error);
    works = true;
    await trail.more();
    expect([trail.failure, trail.loaded()]).toEqual([undefined, [1]]);
  });
});
