// A session ends while something is typed, and somebody else signs in: they neither see nor save it, and are told before it is
// lost; who typed it comes back to it.
import { beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { asManager } from './people-of-a-box';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ deputy: 'owner' });
const client = asManager(box, PASSWORD);
let anna: string;

beforeAll(async () => {
  anna = await client.idOf('Anna');
});

const inFront = (page: Page) => page.locator('dialog[open]:has(header)').last();

/** Signs in where the page asks for it; the name that stands there is kept when none is given. */
async function signInAgain(page: Page, name?: string): Promise<void> {
  const dialog = inFront(page);
  await dialog.locator('input[type=password]').waitFor();
  if (name) await dialog.locator('input[autocomplete=username]').fill(name);
  await dialog.locator('input[type=password]').fill(PASSWORD);
  await dialog.locator('button[type=submit]').click();
}

/** Ends the session of this page, which finds out at once: by the news of the box that it no longer hears. */
async function endSession(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await fetch('/api/v1/session', { method: 'DELETE' });
    new BroadcastChannel('bellbox-session').postMessage('left');
  });
}

/** What the page asks the box to change. */
function writes(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() !== 'GET' && pathname !== '/api/v1/session') seen.push(`${request.method()} ${pathname}`);
  });
  return seen;
}

it('keeps a form for who typed in it when somebody else signs in, who is asked', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager', `/people/${anna}`);
  expected.push('401');
  await page.getByLabel('Job title').fill('Chief of all');
  await endSession(page);
  await inFront(page).getByText('If somebody else goes on here, it is lost').waitFor();
  await look('again-held');
  const asked = writes(page);
  await signInAgain(page, 'deputy');
  const question = inFront(page);
  await question.getByRole('heading', { name: 'Something is not saved' }).waitFor();
  await expect.poll(() => question.locator('h1').evaluate((head) => head === document.activeElement)).toBe(true);
  await look('again-other');
  // There is no way past it, and nothing of what was typed is to be seen.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  const seen = await page.evaluate(() => document.elementFromPoint(640, 400)?.closest('dialog') !== null);
  expect(seen).toBe(true);
  expect(await page.getByRole('textbox', { name: 'Job title' }).isVisible()).toBe(true);
  expect(await page.getByRole('textbox', { name: 'Job title' }).evaluate((field) => field.matches(':focus'))).toBe(
    false,
  );
  await question.getByRole('button', { name: 'Sign in as manager' }).click();
  expect(await question.locator('input[autocomplete=username]').inputValue()).toBe('manager');
  await signInAgain(page);
  await question.waitFor({ state: 'detached' });
  expect(await page.getByLabel('Job title').inputValue()).toBe('Chief of all');
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect((await client.get(`/people/${anna}`)).job_title).toBe('Chief of all');
  const { items } = await client.get(`/audit?id=${anna}&limit=1`);
  expect(JSON.stringify(items[0])).toContain('manager');
  await leave();
});

it('begins anew for somebody else who goes on, and writes nothing in their name', async () => {
  const { page, leave, expected } = await visitAs(box, 'manager', '/people?q=weber');
  expected.push('401');
  const cell = page.locator('tr', { hasText: 'Weber' }).locator('td[data-column=department]');
  await cell.getByText('Sales').dblclick();
  const field = cell.getByRole('textbox');
  await field.fill('Secret plans');
  await endSession(page);
  // Left, it was to be written, and was refused: it stands there, and waits.
  await inFront(page).getByText('If somebody else goes on here, it is lost').waitFor();
  const asked = writes(page);
  await signInAgain(page, 'deputy');
  await inFront(page).getByRole('button', { name: 'Discard it and go on as deputy' }).click();
  await page.getByRole('button', { name: 'deputy' }).waitFor();
  // Where everybody begins: neither at the other's page nor with what they searched for.
  await page.waitForURL('**/home');
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('link', { name: 'Klein', exact: true }).waitFor();
  expect(new URL(page.url()).search).toBe('');
  expect(await page.getByText('Secret plans').count()).toBe(0);
  expect(asked).toEqual([]);
  expect((await client.get(`/people/${anna}`)).department).toBe('Sales');
  await leave();
});

it('asks in a tab that holds something when somebody signs in in another', async () => {
  const how = { width: 390, dark: true, language: 'de' };
  const { page, context, look, leave, expected } = await visitAs(box, 'manager', '/me?tab=settings', how);
  expected.push('401');
  await page.getByLabel('E-Mail').fill('not.saved@example.com');
  const tab = await context.newPage();
  await tab.goto(`${box.url}/me`);
  await tab.getByRole('button', { name: 'manager' }).click();
  await tab.getByRole('menuitem', { name: 'Abmelden' }).click();
  await tab.locator('input[autocomplete=username]').fill('deputy');
  await tab.locator('input[type=password]').fill(PASSWORD);
  await tab.locator('button[type=submit]').click();
  await tab.getByRole('button', { name: 'deputy' }).waitFor();
  await inFront(page).getByRole('button', { name: 'Als manager anmelden' }).waitFor();
  await look('again-other-de');
  // They leave the browser to the first again: here that is a matter of signing in.
  await tab.getByRole('button', { name: 'deputy' }).click();
  await tab.getByRole('menuitem', { name: 'Abmelden' }).click();
  await signInAgain(page);
  await inFront(page).waitFor({ state: 'detached' });
  expect(await page.getByLabel('E-Mail').inputValue()).toBe('not.saved@example.com');
  await leave();
});

it('asks nothing where nothing was typed', async () => {
  const { page, leave, expected } = await visitAs(box, 'manager', `/people/${anna}`);
  expected.push('401');
  await page.getByLabel('Job title').waitFor();
  await endSession(page);
  await inFront(page).getByText('Your session has ended').waitFor();
  expect(await inFront(page).getByText('it is lost').count()).toBe(0);
  await signInAgain(page, 'deputy');
  await page.getByRole('button', { name: 'deputy' }).waitFor();
  await page.waitForURL('**/home');
  await leave();
});
