// Finds what could take the place of something that goes.
import { api, given } from '../../../api/client';
import type { Option } from '../../../parts/Picker.svelte';
import type { Target } from './plan';

const MOST = 50;

/** Those of this kind that fit what is typed, except those that go too. */
export async function candidates(target: Target, typed: string, going: Set<string>): Promise<Option[]> {
  // As many more as could be left out, as far as a page goes.
  const limit = Math.min(500, MOST + going.size);
  const query = { ...(typed && { q: typed }), limit };
  const found = await FIND[target](query);
  return found.filter(({ value }) => !going.has(value)).slice(0, MOST);
}

type Query = { q?: string; limit: number };

const FIND: Record<Target, (query: Query) => Promise<Option[]>> = {
  person: async (query) => {
    const sort = 'last_name,first_name';
    const { items } = await given(api.GET('/people', { params: { query: { ...query, sort } } }));
    return items.map(({ id, display_name, lines, department }) => {
      const about = [...lines.map(({ number }) => number), department].filter(Boolean).join(', ');
      return { value: id, label: display_name, about };
    });
  },
  line: async (query) => {
    const { items } = await given(api.GET('/lines', { params: { query: { ...query, sort: 'number' } } }));
    return items.map(({ id, number, owner_name }) => ({ value: id, label: `${number} ${owner_name}`.trim() }));
  },
  contact_method: async (query) => {
    const { items } = await given(api.GET('/contact-methods', { params: { query: { ...query, kind: 'sip' } } }));
    return items.flatMap(({ id, kind, of }) => {
      const username = typeof kind === 'object' && 'sip' in kind ? kind.sip.username : undefined;
      return username ? [{ value: id, label: username, about: of ? `${of.number} ${of.name}` : '' }] : [];
    });
  },
};
