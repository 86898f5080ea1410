// Portal users of a box, for the walks through their pages.
import type { Client } from './client';

/** What a user who is made here was given as a password. */
export const GIVEN = 'a-first-password-7';

/** Makes a portal user; its id. */
export async function made(client: Client, login: string, more: object = {}): Promise<string> {
  const user = { login, role: { 'built-in': 'user' }, password: GIVEN, ...more };
  return (await client.post('/portal-users', user)).id;
}

export async function idOf(client: Client, login: string): Promise<string> {
  return (await client.get(`/portal-users?login=${login}`)).items[0]?.id;
}
