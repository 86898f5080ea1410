// The people of a box, for walks: who they are, and many of them at once.
import type { Page } from 'playwright-core';
import type { Box } from './box';
import { signedIn, type Client as Asking } from './client';

type Person = { id: string; first_name: string; last_name: string; display_name: string };
export type Client = Asking & {
  /** Whose name has this in it. */
  person: (name: string) => Promise<any>;
  /** By first name. */
  idOf: (first: string) => Promise<string>;
  /** By internal number. */
  lineOf: (number: string) => Promise<string>;
  /** All names, sorted. */
  names: () => Promise<string[]>;
  /** Deletes somebody with all that depends on them. */
  remove: (id: string) => Promise<void>;
};

export function asManager(box: Box, password: string): Client {
  const client = signedIn(box, 'manager', password);
  const people = async (): Promise<Person[]> => (await client.get('/people?limit=500&sort=first_name')).items;
  return {
    ...client,
    person: async (name) => (await client.get(`/people?full_name=${encodeURIComponent(name)}`)).items[0],
    idOf: async (first) => (await people()).find(({ first_name }) => first_name === first)?.id ?? '',
    lineOf: async (number) => (await client.get(`/lines?number=${number}`)).items[0].id,
    names: async () => (await people()).map(({ display_name }) => display_name),
    remove: async (id) => {
      const keys = [{ table: 'person', id }];
      const { plan_id } = await client.post('/deletions/preview', { keys });
      await client.post('/deletions', { keys, consent: true, plan_id });
    },
  };
}

/** Imports `count` people with a line each, as whoever has signed in in this page: First0001 Last0001, number 3001. */
export async function importMany(page: Page, count: number): Promise<void> {
  const two = (index: number) => String(index).padStart(4, '0');
  const rows = Array.from({ length: count }, (_, index) =>
    [`First${two(index)}`, `Last${two(index)}`, `p${index}@example.com`, `Team ${index % 40}`, 30_000 + index].join(
      ',',
    ),
  );
  const csv = `First name,Last name,Email,Department,Number\n${rows.join('\n')}\n`;
  const status = await page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/octet-stream' };
    const answer = await fetch('/api/v1/people-import?merge=create&consent=true', { method: 'POST', headers, body });
    return answer.ok ? 'imported' : await answer.text();
  }, csv);
  if (status !== 'imported') throw new Error(status);
}
