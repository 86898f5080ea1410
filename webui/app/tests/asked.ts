// The interface of the box, asked beside the page by the same browser: what the box has, not what the page says.
import type { BrowserContext } from 'playwright-core';
import type { Box } from './box';

export type Reply = { status: number; body: any; tag: string };

/** Asks `path` ("/me") as whoever has signed in with this browser. */
export async function asked(
  box: Box,
  context: BrowserContext,
  method: string,
  path: string,
  data?: unknown,
  tag = '',
): Promise<Reply> {
  const response = await context.request.fetch(`${box.url}/api/v1${path}`, {
    method,
    headers: {
      origin: box.url,
      ...(method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {}),
      ...(tag ? { 'if-match': tag } : {}),
    },
    ...(data === undefined ? {} : { data }),
  });
  const text = await response.text();
  return { status: response.status(), body: text ? JSON.parse(text) : undefined, tag: response.headers().etag ?? '' };
}
