// The interface of the box, typed by its own description (`schema.d.ts` is made from it by `webui/build`).
import createClient, { type Middleware } from 'openapi-fetch';
import { spoken } from '../words/words.svelte';
import { Refused, problemOf } from './problem';
import type { components, paths } from './schema';

/** A type of the interface by its name: `Schema<'Person'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

const BASE = '/api/v1';
/** The paths without what all of them begin with. */
type Paths = { [Path in keyof paths as Path extends `${typeof BASE}${infer Rest}` ? Rest : never]: paths[Path] };

/** What is called when the box says that nobody is signed in any more. */
let onSignedOut: () => void = () => {};
export function whenSignedOut(call: () => void): void {
  onSignedOut = call;
}

const about: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', spoken());
    return request;
  },
  async onResponse({ response }) {
    // A wrong password or code is answered 401 as well, and ends no session.
    if (response.status !== 401) return;
    const body = (await response
      .clone()
      .json()
      .catch(() => ({}))) as { code?: string };
    if (body.code === 'not-signed-in') onSignedOut();
  },
};

/** How long an answer may take. */
const ANSWER_MS = 60_000;
/** Likewise of a whole file, there or back. */
const FILE_MS = 600_000;
const FILES = /(import|export)(\/|$)/;

/** A request that comes to an end, whatever becomes of the box. */
function bounded(request: Request): Promise<Response> {
  const isFile = FILES.test(new URL(request.url).pathname);
  const end = AbortSignal.timeout(isFile ? FILE_MS : ANSWER_MS);
  return fetch(request, { signal: AbortSignal.any([request.signal, end]) });
}

/** Whether the box can be reached. */
export async function isThere(): Promise<boolean> {
  return fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5000) }).then(
    () => true,
    () => false,
  );
}

/** The interface: `api.GET('/people/{id}', { params: { path: { id } } })`. */
export const api = createClient<Paths>({ baseUrl: BASE, credentials: 'same-origin', fetch: bounded });
api.use(about);

/** What came back, or a {@link Refused} with what the box says against it. */
export async function given<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await reached(answer);
  if (!response.ok) throw new Refused(problemOf(error, response));
  return data as T;
}

/** Likewise with the row's entity tag, by which a change is refused when somebody else was quicker; and with the version
 *  of the office that the request has made, which an undo takes back, if it has changed anything. */
export async function tagged<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<{ row: T; tag: string; version: number | undefined }> {
  const { data, error, response } = await reached(answer);
  if (!response.ok) throw new Refused(problemOf(error, response));
  const version = Number(response.headers.get('bellbox-version')) || undefined;
  return { row: data as T, tag: response.headers.get('etag') ?? '', version };
}

async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refused({ status: 0, code: 'unreachable', title: '', detail: '', errors: [], more: {} });
  }
}
