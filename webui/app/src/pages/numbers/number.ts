// A public number of the office, as it is typed and as the box has it.
import { api, given, type Schema, tagged } from '../../api/client';
import { may } from '../../session.svelte';
import { t } from '../../words/words.svelte';
import type { RowKind } from '../rows/kind';

export type PhoneNumber = Schema<'ShownPhoneNumber'>;
export type Draft = { number: string; label: string; line: string };
type Body = { number: string; label: string; line: string | null };

/** "0049 (89) 123-45" is "+498912345": what is written for people to read stays out. */
export function plainNumber(typed: string): string {
  return typed
    .trim()
    .replace(/\(0\)/g, '')
    .replace(/[\s().\/\-\u2010-\u2015\u00a0]/g, '')
    .replace(/^00/, '+');
}

export const NUMBERS: RowKind<PhoneNumber, Draft, Body> = {
  table: 'phone_number',
  resources: ['phone-numbers', 'lines', 'people', 'places', 'equipment'],
  words: () => t().office.numbers,
  mayWrite: () => may('numbers-write'),
  name: ({ number }) => number,
  ask: (query, signal) => given(api.GET('/phone-numbers', { params: { query }, signal })),
  read: (id) => tagged(api.GET('/phone-numbers/{id}', { params: { path: { id } } })),
  create: (body) => tagged(api.POST('/phone-numbers', { body })),
  change: (id, tag, body) =>
    tagged(api.PATCH('/phone-numbers/{id}', { params: { path: { id }, header: { 'If-Match': tag } }, body })),
  draft: (row) => ({ number: row?.number ?? '', label: row?.label ?? '', line: row?.line ?? '' }),
  body: ({ number, label, line }) => ({ number: plainNumber(number), label: label.trim(), line: line || null }),
  ends: (row) => (row.rings ? t().office.numbers.ends(ringsAt(row)) : undefined),
  canGoAlone: true,
};

/** Who or what calls to it ring: "201 Anna Weber". */
export function ringsAt({ rings }: PhoneNumber): string {
  return rings ? `${rings.number} ${rings.name}`.trim() : '';
}
