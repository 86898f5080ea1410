// Which calls are shown: what stands in the page's address, and what the box is asked for.
import { type CalendarDate, parseDate, startOfMonth } from '@internationalized/date';
import type { Schema } from '../../api/client';

export type Direction = Schema<'CallDirection'>;
export const DIRECTIONS: Direction[] = ['inbound', 'internal', 'outbound'];

/** How a call ended that nobody answered. */
export type Ending = Exclude<Schema<'Disposition'>, 'answered'>;
/** In the order in which one looks for them. */
export const ENDINGS: Ending[] = [
  'no-answer',
  'busy',
  'declined',
  'cancelled',
  'unreachable',
  'unknown-number',
  'failed',
  'interrupted',
];

/** Days are those of the reader, as "2026-11-23"; what is empty is not asked for. */
export type Filter = {
  from: string;
  to: string;
  direction: Direction | '';
  answered: 'yes' | 'no' | '';
  ended: Ending | '';
  /** Whole seconds of talk at least. */
  talk: string;
  number: string;
  person: string;
};
export type Query = {
  since?: string;
  until?: string;
  direction?: string;
  answered?: boolean;
  disposition?: string;
  talk_s_min?: number;
  number?: string;
  person?: string;
};
export type Preset = 'today' | 'yesterday' | 'week' | 'month';
export const PRESETS: Preset[] = ['today', 'yesterday', 'week', 'month'];

const NAMES = ['from', 'to', 'direction', 'answered', 'ended', 'talk', 'number', 'person'] as const;

/** What an address says; what makes no sense there is left out. */
export function read(query: URLSearchParams): Filter {
  const text = (name: (typeof NAMES)[number]) => query.get(name) ?? '';
  const [direction, answered, ended] = [text('direction'), text('answered'), text('ended')];
  return {
    from: asDay(text('from')),
    to: asDay(text('to')),
    direction: DIRECTIONS.find((known) => known === direction) ?? '',
    answered: answered === 'yes' || answered === 'no' ? answered : '',
    ended: ENDINGS.find((known) => known === ended) ?? '',
    talk: asSeconds(text('talk')),
    number: text('number'),
    person: text('person'),
  };
}

/** Whether it leaves anything out. */
export function isNarrow(filter: Filter): boolean {
  return NAMES.some((name) => filter[name] !== '');
}

export const NOTHING = Object.fromEntries(NAMES.map((name) => [name, ''])) as Filter;

/** Whether it ends before it begins. */
export function isUpsideDown({ from, to }: Pick<Filter, 'from' | 'to'>): boolean {
  return from !== '' && to !== '' && from > to;
}

/** What the box is asked; both days are within it, as the reader's zone has them. */
export function query(filter: Filter, zone: string): Query {
  const asked: Query = {};
  if (filter.from) asked.since = midnight(filter.from, 0, zone);
  if (filter.to) asked.until = midnight(filter.to, 1, zone);
  if (filter.direction) asked.direction = filter.direction;
  if (filter.answered) asked.answered = filter.answered === 'yes';
  if (filter.ended) asked.disposition = filter.ended;
  if (filter.talk) asked.talk_s_min = Number(filter.talk);
  // Numbers are typed as people read them: "+49 (89) 123-201".
  if (filter.number) asked.number = filter.number.replace(/[\s()/.-]/g, '');
  if (filter.person) asked.person = filter.person;
  return asked;
}

/** The days that a preset means on this day. */
export function days(preset: Preset, now: CalendarDate): { from: string; to: string } {
  const [from, to] = {
    today: [now, now],
    yesterday: [now.subtract({ days: 1 }), now.subtract({ days: 1 })],
    week: [now.subtract({ days: 6 }), now],
    month: [startOfMonth(now), now],
  }[preset] as [CalendarDate, CalendarDate];
  return { from: from.toString(), to: to.toString() };
}

/** The moment at which a day begins in a zone, or one so many days later. */
export function midnight(day: string, later: number, zone: string): string {
  return parseDate(day).add({ days: later }).toDate(zone).toISOString();
}

/** A day as an address has it, "2026-11-23"; empty if it is none. */
export function asDay(text: string): string {
  try {
    return parseDate(text).toString();
  } catch {
    return '';
  }
}

/** Whole seconds as an address has them; empty if it is none, or no filter. */
export function asSeconds(text: string): string {
  const seconds = Math.ceil(Number(text));
  return seconds > 0 && seconds < 1_000_000 ? String(seconds) : '';
}
