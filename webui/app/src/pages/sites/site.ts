// A site of the office, as it is typed and as the box has it.
import { api, given, type Schema, tagged } from '../../api/client';
import { may } from '../../session.svelte';
import { t } from '../../words/words.svelte';
import type { RowKind } from '../rows/kind';

export type Site = Schema<'ShownSite'>;
type Texts = Pick<Site, 'name' | 'region' | 'timezone' | 'emergency_address' | 'outside_prefix'>;
export type Draft = Texts & { subnets: string };
type Body = Texts & { subnets: string[] };

/** The first site of every office: it is always there. */
export const FIRST = '00000000-0000-7000-8000-000000000000';

export const SITES: RowKind<Site, Draft, Body> = {
  table: 'site',
  resources: ['sites', 'people', 'phones', 'places', 'equipment'],
  words: () => t().office.sites,
  mayWrite: () => may('office-write'),
  name: ({ name }) => name,
  ask: (query, signal) => given(api.GET('/sites', { params: { query }, signal })),
  read: (id) => tagged(api.GET('/sites/{id}', { params: { path: { id } } })),
  create: (body) => tagged(api.POST('/sites', { body })),
  change: (id, tag, body) =>
    tagged(api.PATCH('/sites/{id}', { params: { path: { id }, header: { 'If-Match': tag } }, body })),
  draft: (row) => ({
    name: row?.name ?? '',
    emergency_address: row?.emergency_address ?? '',
    region: row?.region ?? '',
    timezone: row?.timezone ?? '',
    outside_prefix: row?.outside_prefix ?? '',
    subnets: row?.subnets.join('\n') ?? '',
  }),
  body: (draft) => ({
    name: draft.name.trim(),
    emergency_address: draft.emergency_address.trim(),
    region: draft.region.trim(),
    timezone: draft.timezone,
    outside_prefix: draft.outside_prefix.trim(),
    subnets: draft.subnets.split(/[\s,;]+/).filter(Boolean),
  }),
  canGoAlone: false,
};

/** How many people, telephones and other lines are there. */
export function countsOf({ people, phones, places, equipment }: Site): string {
  const words = t().office.sites;
  const counts = [
    people > 0 && words.people(people),
    phones > 0 && words.phones(phones),
    places + equipment > 0 && words.others(places + equipment),
  ];
  return counts.filter(Boolean).join(', ');
}
