// Who is still there of those who were chosen.
import { api, given } from '../../../api/client';

const PAGE = 500;

/** Those of these people who have not been deleted meanwhile. */
export async function stillThere(ids: string[]): Promise<string[]> {
  const there = new Set<string>();
  for (let offset = 0, total = 1; offset < total; offset += PAGE) {
    const page = await given(api.GET('/people', { params: { query: { limit: PAGE, offset } } }));
    for (const { id } of page.items) there.add(id);
    total = page.total;
  }
  return ids.filter((id) => there.has(id));
}
