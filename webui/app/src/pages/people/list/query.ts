// What of the people is listed: the search, the filter and the order, as the address keeps them and as the box is asked.
import type { Schema } from '../../../api/client';
import type { paths } from '../../../api/schema';

export type Person = Schema<'ShownPerson'>;

/** The criteria of the filter bar (F-69 to F-75). */
export const CRITERIA = [
  'full_name',
  'job_title',
  'department',
  'email',
  'time_frame',
  'call_flow',
  'crm_user',
] as const;
export type Criterion = (typeof CRITERIA)[number];
export type Filters = Record<Criterion, string>;

/** What the box is asked. */
export type Wanted = NonNullable<paths['/api/v1/people-export']['get']['parameters']['query']>;

/** As people are sorted when nobody says how. */
const ORDER = 'last_name,first_name';

/** The criteria in an address; those that are not there are empty. */
export function filtersOf(query: URLSearchParams): Filters {
  return Object.fromEntries(CRITERIA.map((name) => [name, query.get(name)?.trim() ?? ''])) as Filters;
}

/** How many criteria are applied. */
export function countOf(filters: Filters): number {
  return CRITERIA.filter((name) => filters[name] !== '').length;
}

/** By what the list is sorted: "department", "-department" downwards; empty when by nothing that is known. */
export function sortOf(query: URLSearchParams, known: string[]): string {
  const sort = query.get('sort') ?? '';
  return known.includes(sort.replace(/^-/, '')) ? sort : '';
}

/** What the box is asked for an address. Of equal rows the names decide, so that an order is always the same. */
export function wantedOf(query: URLSearchParams, known: string[]): Wanted {
  const filters = Object.entries(filtersOf(query)).filter(([, value]) => value !== '');
  const q = query.get('q')?.trim();
  const sort = sortOf(query, known);
  return { ...Object.fromEntries(filters), ...(q && { q }), sort: sort ? `${sort},${ORDER}` : ORDER };
}
