// What a field of a person's page holds, as people read it: keys by the names of what they stand for.
import { LANGUAGES, spoken, t } from '../../../words/words.svelte';
import type { Choices } from './choices.svelte';
import type { Destination, LineDraft } from './drafts';

type Named = { id: string; name: string };

/** The value of a field; '' where there is nothing. */
export function named(choices: Choices, field: string, value: unknown): string {
  if (field === 'recording') return recorded(value as LineDraft['recording']);
  if (Array.isArray(value)) return listed(value.map((id) => numberOf(choices, String(id))));
  const text = String(value);
  if (text === '') return '';
  if (field === 'unavailable') return t().person.destinations[text as Destination];
  if (field === 'unavailable_line') return t().person.someLine;
  if (field === 'activation' || field === 'expiration') {
    return new Intl.DateTimeFormat(spoken(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(text));
  }
  if (field === 'language') return (LANGUAGES as Record<string, string>)[text] ?? text;
  const rows: Named[] | undefined = {
    time_frame: choices.timeFrames,
    site: choices.sites,
    role: choices.roles,
    internal_announcement: choices.announcements,
    external_announcement: choices.announcements,
  }[field];
  return rows ? (rows.find(({ id }) => id === text)?.name ?? t().person.somethingElse) : text;
}

function numberOf(choices: Choices, id: string): string {
  return choices.phoneNumbers.find((number) => number.id === id)?.number ?? t().person.somethingElse;
}

function recorded({ deliveries, ...flags }: LineDraft['recording']): string {
  const { on_demand, ...directions } = flags;
  const ways = Object.entries(directions).flatMap(([way, isOn]) =>
    isOn ? t().person.directions[way as keyof typeof directions] : [],
  );
  return listed([
    ...ways,
    ...(on_demand ? [t().person.onDemand] : []),
    ...deliveries.map((way) => t().person.deliveryWays[way]),
  ]);
}

function listed(parts: string[]): string {
  return new Intl.ListFormat(spoken()).format(parts);
}
