// The figures of a day's calls.
import type { Schema } from '../../api/client';

type Call = Pick<Schema<'CallRow'>, 'started' | 'answered' | 'ended' | 'ring_s' | 'talk_s'>;

export type Hour = { hour: number; answered: number; missed: number };
export type Figures = {
  calls: number;
  answered: number;
  missed: number;
  /** Of those that are over or were answered; undefined without one. */
  share: number | undefined;
  /** Seconds until somebody answered, on average; undefined when nobody did. */
  wait: number | undefined;
  talk: number;
};

/** What calls come to. One that rings yet is neither answered nor missed. */
export function figures(calls: Iterable<Call>): Figures {
  const sum = { calls: 0, answered: 0, missed: 0, wait: 0, talk: 0 };
  for (const call of calls) {
    sum.calls += 1;
    sum.talk += call.talk_s;
    if (call.answered) {
      sum.answered += 1;
      sum.wait += call.ring_s;
    } else if (call.ended) sum.missed += 1;
  }
  const over = sum.answered + sum.missed;
  return {
    ...sum,
    share: over > 0 ? sum.answered / over : undefined,
    wait: sum.answered > 0 ? sum.wait / sum.answered : undefined,
  };
}

/** Calls by the hour of the reader's clock in which they began. */
export function hours(calls: Iterable<Call>, zone: string): Hour[] {
  const all: Hour[] = Array.from({ length: 24 }, (_, hour) => ({ hour, answered: 0, missed: 0 }));
  const clock = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone });
  for (const call of calls) {
    const hour = all[Number(clock.format(new Date(call.started)))];
    if (!hour) continue;
    if (call.answered) hour.answered += 1;
    else if (call.ended) hour.missed += 1;
  }
  return all;
}

/** The hours that are worth a bar: office hours, and earlier and later ones in which somebody called. */
export function shownHours(all: Hour[]): Hour[] {
  const busy = all.filter((one) => one.answered + one.missed > 0).map((one) => one.hour);
  return all.slice(Math.min(8, ...busy), Math.max(18, ...busy) + 1);
}

/** Where lines are drawn across a graph whose highest bar is this high: up to four, at whole numbers. */
export function levels(highest: number): number[] {
  const rough = Math.max(highest, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough);
  const lines: number[] = [];
  for (let level = step; level < highest + step; level += step) lines.push(level);
  return lines.length > 0 ? lines : [1];
}
