// Asks a box by its interface as somebody who has signed in: to set up what a walk needs, and to see what came of it.
import { expect } from 'vitest';
import type { Box } from './box';

// What an answer holds is looked at by the walks themselves.
type Any = any;
export type Client = {
  get: (path: string) => Promise<Any>;
  post: (path: string, body?: unknown) => Promise<Any>;
  put: (path: string, body: unknown) => Promise<Any>;
  /** Changes a row as it is now. */
  patch: (path: string, body: unknown) => Promise<Any>;
  delete: (path: string) => Promise<void>;
};

/** Signs in when it is first asked: the box may begin after this is made. */
export function signedIn(box: Box, name: string, password: string): Client {
  const send = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    const content: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${box.url}/api/v1${path}`, {
      method,
      headers: { origin: box.url, ...content, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
    return response;
  };
  // A box for each test has another address each time.
  let at: string | undefined;
  let session: Promise<Response>;
  const ask: typeof send = async (method, path, body, more) => {
    if (at !== box.url) [at, session] = [box.url, send('POST', '/session', { name, password })];
    const cookie = (await session).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return send(method, path, body, { cookie, ...more });
  };
  const parsed = async (response: Response): Promise<Any> => {
    const text = await response.text();
    return text ? JSON.parse(text) : undefined;
  };
  const tag = async (path: string) => ({ 'if-match': (await ask('GET', path)).headers.get('etag') ?? '*' });
  return {
    get: async (path) => parsed(await ask('GET', path)),
    post: async (path, body) => parsed(await ask('POST', path, body)),
    put: async (path, body) => parsed(await ask('PUT', path, body)),
    patch: async (path, body) => parsed(await ask('PATCH', path, body, await tag(path))),
    delete: async (path) => void (await ask('DELETE', path, undefined, await tag(path))),
  };
}
