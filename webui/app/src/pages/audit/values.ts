// What a cell of the audit log says, for people.
import { parseDate } from '@internationalized/date';
import { date, moment, zone } from '../../parts/format';
import { spoken, t } from '../../words/words.svelte';
import type { Entry } from './changes';

/** Cells that are 1 or 0. */
const FLAGS = /^(outside_calls|record_.*|must_change_password)$/;
/** Names that are the same in every language. */
const NAMES: Record<string, string> = { md5: 'MD5', sha256: 'SHA-256', starttls: 'STARTTLS', tls: 'TLS' };
const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The value before or after; empty when there was none, or when it is a secret. */
export function valueOf(entry: Entry, side: 'old' | 'new'): string {
  const [value, name] = side === 'old' ? [entry.old, entry.old_name] : [entry.new, entry.new_name];
  if (entry.is_secret || value === null || value === undefined || value === '') return '';
  return name || plain(entry.column, value);
}

/** A value of this column. */
export function plain(column: string, value: string): string {
  if (FLAGS.test(column)) return value === '0' ? t().common.no : t().common.yes;
  if (column.endsWith('_us')) return moment(new Date(Number(value) / 1000));
  if (KEY.test(value)) return t().audit.gone;
  if (value.startsWith('[')) return listed(column, value);
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return date(parseDate(value).toDate(zone()));
  if (column === 'country') return named('region', value);
  if (column === 'language') return named('language', value);
  return word(column, value);
}

function word(column: string, value: string): string {
  const words: Record<string, Record<string, string> | undefined> = t().audit.values;
  const isTechnical = column === 'algorithm' || column === 'security';
  return words[column]?.[value] ?? (isTechnical ? NAMES[value] : undefined) ?? value;
}

function listed(column: string, value: string): string {
  try {
    const list = JSON.parse(value) as unknown[];
    return list.map((one) => (typeof one === 'string' ? word(column, one) : JSON.stringify(one))).join(', ');
  } catch {
    return value;
  }
}

function named(type: 'region' | 'language', value: string): string {
  try {
    return new Intl.DisplayNames(spoken(), { type }).of(value) ?? value;
  } catch {
    return value;
  }
}
