// Asks a box by its interface as somebody who has signed in: to set up what a walk needs, and to see what came of it.
import { expect } from 'vitest';
import type { Box } from './box';

// What an answer holds is looked at by the walks themselves.
type Any = any;
export type Client = {
  get: (path: string) => Promise<Any>;
  post: (path: string, body: unknown) => Promise<Any>;
  /** Changes a row as it is now. */
  patch: (path: string, body: unknown) => Promise<Any>;
  delete: (path: string) => Promise<void>;
};

export async function signedIn(box: Box, name: string, password: string): Promise<Client> {
  let cookie = '';
  const ask = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    const response = await fetch(`${box.url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: box.url, cookie, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
    return response;
  };
  const parsed = async (response: Response): Promise<Any> => {
    const text = await response.text();
    return text ? JSON.parse(text) : undefined;
  };
  const tag = async (path: string) => ({ 'if-match': (await ask('GET', path)).headers.get('etag') ?? '*' });
  const session = await ask('POST', '/session', { name, password });
  cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return {
    get: async (path) => parsed(await ask('GET', path)),
    post: async (path, body) => parsed(await ask('POST', path, body)),
    patch: async (path, body) => parsed(await ask('PATCH', path, body, await tag(path))),
    delete: async (path) => void (await ask('DELETE', path, undefined, await tag(path))),
  };
}
