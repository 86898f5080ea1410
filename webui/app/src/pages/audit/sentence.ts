// What somebody did, in a sentence: "Anna changed Department of Bert Klein from “Sales” to “Support” on Tuesday 10:02".
import { date, number, time, weekday } from '../../parts/format';
import { daysAgo } from '../../parts/today.svelte';
import { t } from '../../words/words.svelte';
import { type Change, type Entry, mainThing, type Thing } from './changes';
import { valueOf } from './values';

/** Days in which a weekday says which day is meant. */
const WEEK = 6;

/** Who did it. */
export function whoOf(entry: Entry): string {
  const { who_kind, who_name } = entry;
  if (who_kind === 'cli') return t().audit.onTheBox(who_name);
  if (who_kind === 'system') return t().audit.theBox;
  return who_name || t().audit.somebody;
}

/** When, as one says it. */
export function whenOf(at: string): string {
  const words = t().audit;
  const ago = daysAgo(at);
  if (ago === 0) return words.today(time(at));
  if (ago === 1) return words.yesterday(time(at));
  if (ago > 0 && ago <= WEEK) return words.onWeekday(weekday(at), time(at));
  return words.onDay(date(at), time(at));
}

/** What a thing is called. */
export function thingOf(thing: Thing, how: 'of' | 'it' = 'it'): string {
  const entry = thing.entries[thing.entries.length - 1];
  if (!entry) return '';
  if (thing.table === 'office' || thing.table === 'mail_server') return t().audit.things[thing.table][how];
  // A person is known by the name alone.
  if (thing.table === 'person' && entry.what.startsWith('person ')) return entry.what.slice('person '.length);
  const { what_label, what_now } = entry;
  const isAnonymous = ['mailbox', 'avatar', 'caller_id', 'invitation'].includes(thing.table);
  return isAnonymous && what_now && !what_label.includes(what_now) ? `${what_label} (${what_now})` : what_label;
}

/** The whole sentence. */
export function sentence(change: Change): string {
  const { entry } = change;
  const [who, when, words] = [whoOf(entry), whenOf(entry.at), t().audit];
  if (entry.event) return happened(entry, who, when);
  const main = mainThing(change);
  if (!main) return words.several(who, number(0), when);
  const others = change.things.length - 1;
  if (main.kind === 'added') return words.added(who, thingOf(main), others, when);
  if (main.kind === 'removed') return words.removed(who, thingOf(main), others, when);
  if (others > 0) return words.changedMany(who, thingOf(main), others, when);
  const what = thingOf(main, 'of');
  const [cell, ...more] = main.entries;
  if (!cell || more.length > 0) return words.fields(who, main.entries.length, what, when);
  // Nobody's key is not known by a row: it was shown, not changed.
  if (cell.is_secret && cell.id === null) return words.revealed(who, thingOf(main), when);
  const [from, to] = [valueOf(cell, 'old'), valueOf(cell, 'new')];
  if (cell.is_secret || (!from && !to)) return words.secret(who, cell.column_label, what, when);
  if (!from) return words.set(who, cell.column_label, what, to, when);
  if (!to) return words.cleared(who, cell.column_label, what, from, when);
  return words.changed(who, cell.column_label, what, from, to, when);
}

/** A cell of a change: "Department: Sales → Support"; of a thing that is new or gone, what it had. */
export function cellOf(entry: Entry, kind: Thing['kind']): string {
  const [from, to, words] = [valueOf(entry, 'old'), valueOf(entry, 'new'), t().audit];
  if (entry.is_secret) return words.cell(entry.column_label, '•••');
  const shown = kind === 'changed' ? `${from || words.nothing} → ${to || words.nothing}` : from || to;
  return words.cell(entry.column_label, shown);
}

function happened(entry: Entry, who: string, when: string): string {
  const words = t().audit;
  const event = entry.event as Record<string, unknown>;
  const text = (name: string) => String(event[name] ?? '');
  switch (event.event) {
    case 'signed-in':
      return words.signedIn(who, when);
    case 'signed-out':
      return words.signedOut(who, when);
    case 'sign-in-refused':
      return refused(text('name'), text('why'), when);
    case 'more-sign-ins-refused':
      return words.moreRefused(Number(event.times), when);
    case 'exported':
      return text('what') === 'calls'
        ? words.exportedCalls(who, Number(event.rows), when)
        : words.exportedPeople(who, Number(event.rows), when);
    case 'imported':
      return words.imported(who, Number(event.rows), when);
    case 'mail-given-up':
      return words.mailGivenUp(text('what'), text('why'), when);
    case 'revealed':
      return words.revealed(who, text('what').replace(/^account /, `${words.account} `), when);
    default:
      return words.other(who, entry.what_label, when);
  }
}

/** Of a name that nobody has none is kept: it may have been a password, typed into the wrong field. */
function refused(name: string, code: string, when: string): string {
  const words = t().audit;
  const reasons: Record<string, string> = words.reasons;
  const why = reasons[code] ?? words.otherReason(code);
  return name ? words.refused(name, why, when) : words.refusedUnknown(why, when);
}
