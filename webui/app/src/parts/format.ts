// Numbers, dates and durations as people write them: in the language that is spoken, in the time zone of who reads.
import { me } from '../session.svelte';
import { spoken } from '../words/words.svelte';

const made = new Map<string, Intl.DateTimeFormat>();

/** The time zone in which the reader is told times. */
export function zone(): string {
  return me()?.timezone || Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "23 Nov 2026" */
export function date(at: string | Date): string {
  return formatted(at, { dateStyle: 'medium' });
}

/** "23 Nov", with the year where it is not this one. */
export function day(at: string | Date): string {
  const year = (moment: string | Date) => formatted(moment, { year: 'numeric' });
  return year(at) === year(new Date()) ? formatted(at, { day: 'numeric', month: 'short' }) : date(at);
}

/** "Tuesday" */
export function weekday(at: string | Date): string {
  return formatted(at, { weekday: 'long' });
}

/** "10:02", with seconds where they matter. */
export function time(at: string | Date, withSeconds = false): string {
  return formatted(at, { timeStyle: withSeconds ? 'medium' : 'short' });
}

/** "23 Nov 2026, 10:02" */
export function moment(at: string | Date, withSeconds = false): string {
  return formatted(at, { dateStyle: 'medium', timeStyle: withSeconds ? 'medium' : 'short' });
}

/** "1,234" */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(spoken(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
}

/** "87 %" of a share from 0 to 1. */
export function percent(share: number): string {
  return new Intl.NumberFormat(spoken(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** "1:02:05" or "4:05", as telephones count. */
export function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  const rest = two(Math.floor(seconds % 60));
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** "3 days, 4 hours": the two largest units. */
export function span(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const parts: string[] = [];
  let left = Math.floor(seconds);
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left %= size;
    if (count > 0 && parts.length < 2)
      parts.push(new Intl.NumberFormat(spoken(), { style: 'unit', unit, unitDisplay: 'long' }).format(count));
    else if (parts.length > 0) break;
  }
  if (parts.length === 0)
    parts.push(new Intl.NumberFormat(spoken(), { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(0));
  return new Intl.ListFormat(spoken(), { type: 'unit', style: 'long' }).format(parts);
}

function formatted(at: string | Date, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([spoken(), zone(), options]);
  let format = made.get(key);
  if (!format) {
    // British English for "23 Nov 2026, 10:02": the day before the month, and 24 hours, as in the other languages.
    format = new Intl.DateTimeFormat(spoken() === 'en' ? 'en-GB' : spoken(), { ...options, timeZone: zone() });
    made.set(key, format);
  }
  return format.format(new Date(at));
}
