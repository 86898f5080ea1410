// How nearly every walk begins: a box whose office has a manager, and a visit of somebody who has signed in.
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { SMALL, startBox, type Box } from './box';
import { visit, type Visit } from './page';

/** Of everybody who signs in. */
export const PASSWORD = 'seven-ducks-on-a-pond';

type Roles = Record<string, string>;

/** A box for all tests of a file: an office with the owner "manager", and these logins with their roles. What it is stands
 *  in it when the hooks of the file itself begin. */
export function boxForAll(logins: Roles = {}, office = SMALL): Box {
  const box = {} as Box;
  beforeAll(() => begin(box, logins, office));
  afterAll(() => end(box));
  return box;
}

/** The same, anew for each test. */
export function boxForEach(logins: Roles = {}): Box {
  const box = {} as Box;
  beforeEach(() => begin(box, logins, SMALL));
  afterEach(() => end(box));
  return box;
}

/** For each test a box that belongs to nobody yet. */
export function boxAsNew(): Box {
  const box = {} as Box;
  beforeEach(async () => void Object.assign(box, await startBox()));
  afterEach(() => end(box));
  return box;
}

/** By which a box becomes somebody's. */
export const codeOnTheConsole = (box: Box) => /with the code (\S+)/.exec(box.printed())?.[1] ?? '';

async function begin(box: Box, logins: Roles, office: string): Promise<void> {
  Object.assign(box, await startBox(office));
  for (const [login, role] of Object.entries({ manager: 'owner', ...logins })) await box.user(login, role, PASSWORD);
}

/** A box that has not begun has told why. */
async function end(box: Partial<Box>): Promise<void> {
  await box.stop?.();
}

/** A visit of somebody with the usual password, at this page. They have signed in past the page for that, which has its own
 *  walk. */
export async function visitAs(
  box: Box,
  login: string,
  path = '/',
  how: Parameters<typeof visit>[1] = {},
): Promise<Visit> {
  const come = await visit(box, how);
  const session = await come.context.request.post(`${box.url}/api/v1/session`, {
    headers: { origin: box.url },
    data: { name: login, password: PASSWORD },
  });
  if (!session.ok()) throw new Error(`${login} does not come in: ${await session.text()}`);
  await come.open(path);
  await come.page.locator('header.bar').waitFor();
  return come;
}
