// The hours of a week as people think of them: the same from and until on some days. The box has a line for each day.
import { spoken } from '../../words/words.svelte';

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** From and until ("09:00") on the days that are on, from Monday. Until 00:00 is until midnight. */
export type Block = { days: boolean[]; from: string; until: string };

/** Office hours. */
export function newBlock(): Block {
  return { days: DAYS.map((_, index) => index < 5), from: '09:00', until: '17:00' };
}

/** The blocks of hours as the box has them, the earliest first: "monday 09:00-17:00". */
export function blocksOf(hours: string[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const one of [...hours].sort((a, b) => spanOf(a).localeCompare(spanOf(b)))) {
    const span = spanOf(one);
    const [from = '', until = ''] = span.split('-');
    const block = blocks.get(span) ?? { days: DAYS.map(() => false), from, until: until.replace('24:00', '00:00') };
    const day = DAYS.indexOf(one.split(' ')[0] ?? '');
    if (day >= 0) block.days[day] = true;
    blocks.set(span, block);
  }
  return [...blocks.values()];
}

/** The hours of blocks, as the box has them. */
export function hoursOf(blocks: Block[]): string[] {
  return DAYS.flatMap((day, index) =>
    blocks
      .filter(({ days }) => days[index])
      .map(({ from, until }) => `${day} ${from}-${until === '00:00' ? '24:00' : until}`)
      .sort(),
  );
}

/** Whether it ends before it begins, or one of both is missing. */
export function isBackwards({ from, until }: Block): boolean {
  return !from || !until || (until !== '00:00' && until <= from);
}

/** Whether it holds on no day. */
export function isNever({ days }: Block): boolean {
  return !days.includes(true);
}

/** "Monday"; "Mon" where it is short. */
export function dayName(index: number, weekday: 'long' | 'short' = 'long'): string {
  // The first of January 2024 was a Monday.
  return new Intl.DateTimeFormat(spoken(), { weekday, timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + index));
}

/** "Mon–Fri 09:00–17:00; Sat 10:00–14:00" */
export function summary(hours: string[]): string {
  return blocksOf(hours)
    .map(({ days, from, until }) => `${daysInShort(days)} ${from}–${until === '00:00' ? '24:00' : until}`)
    .join('; ');
}

/** "Mon–Wed, Fri" */
function daysInShort(days: boolean[]): string {
  const runs: [number, number][] = [];
  days.forEach((isOn, day) => {
    const last = runs.at(-1);
    if (isOn && last?.[1] === day - 1) last[1] = day;
    else if (isOn) runs.push([day, day]);
  });
  return runs
    .map(([from, to]) => {
      const [first, last] = [dayName(from, 'short'), dayName(to, 'short')];
      return from === to ? first : `${first}${to === from + 1 ? ', ' : '–'}${last}`;
    })
    .join(', ');
}

function spanOf(hours: string): string {
  return hours.split(' ')[1] ?? '';
}
