// What the frame around all pages does when something goes another way than one thinks: several tabs, a session that ends,
// a form that is not saved, somebody else who was quicker.
import { beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { visit } from './page';
import { asManager, importMany } from './people-of-a-box';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ carla: 'user' });
const client = asManager(box, PASSWORD);
let anna: string;

beforeAll(async () => {
  anna = await client.idOf('Anna');
});

/** Signs in where the page asks for it. */
async function signInAgain(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog').filter({ has: page.getByRole('heading', { name: 'Sign in' }) });
  await dialog.getByText('Your session has ended').waitFor();
  await dialog.locator('input[autocomplete=username]').fill(name);
  await dialog.locator('input[type=password]').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Log in' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Ends the session of this page without its knowing. */
async function endSession(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await fetch('/api/v1/session', { method: 'DELETE' });
  });
}

it('listens only in the tab that is looked at, and catches up when another is', async () => {
  const { page, context, signIn, leave } = await visit(box);
  // In a browser without windows every tab is visible.
  await context.addInitScript(() => {
    let isHidden = false;
    Object.defineProperty(document, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') });
    addEventListener('test-hide', () => {
      isHidden = !isHidden;
      document.dispatchEvent(new Event('visibilitychange'));
    });
  });
  const turn = (tab: Page) => tab.evaluate(() => dispatchEvent(new Event('test-hide')));
  await signIn('manager', PASSWORD);
  await page.goto(box.url + '/people');
  await page.getByRole('link', { name: 'Weber', exact: true }).waitFor();
  await turn(page);
  // A browser has six connections to a box.
  for (let tab = 0; tab < 7; tab += 1) {
    const other = await context.newPage();
    await other.goto(box.url + '/people');
    await other.getByRole('link', { name: 'Weber', exact: true }).waitFor();
    await turn(other);
  }
  await client.patch(`/people/${anna}`, { job_title: 'Captain' });
  await turn(page);
  await page.getByText('Captain').waitFor();
  await leave();
});

it('writes a cell over nobody else’s change', async () => {
  const { page, leave, expected } = await visitAs(box, 'manager', '/people');
  expected.push('412');
  const cell = page.locator('tr', { hasText: 'Weber' }).locator('td[data-column=department]');
  await cell.getByText('Sales').dblclick();
  const field = cell.getByRole('textbox');
  await field.waitFor();
  await client.patch(`/people/${anna}`, { department: 'Purchasing', job_title: 'Buyer' });
  await page.getByText('Buyer').waitFor();
  await field.press('Enter');
  await cell.getByText('Purchasing').waitFor();
  expect((await client.get(`/people/${anna}`)).department).toBe('Purchasing');

  // What was typed against an older row is asked about once more, and then written.
  await cell.getByText('Purchasing').dblclick();
  await client.patch(`/people/${anna}`, { department: 'Stock', job_title: 'Keeper' });
  await page.getByText('Keeper').waitFor();
  await field.fill('Logistics');
  await field.press('Enter');
  await cell.getByRole('alert').waitFor();
  expect((await client.get(`/people/${anna}`)).department).toBe('Stock');
  await field.press('Enter');
  await cell.getByText('Logistics').waitFor();
  expect((await client.get(`/people/${anna}`)).department).toBe('Logistics');
  await leave();
});

it('keeps what was typed while a session has ended, behind whatever is open', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager', `/people/${anna}`);
  expected.push('401');
  await page.getByLabel('Job title').fill('Chief of all');
  await endSession(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your session has ended').waitFor();
  expect(await page.locator('dialog input[type=password]').evaluate((field) => field === document.activeElement)).toBe(
    true,
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await look('session-ended');
  await signInAgain(page, 'manager');
  expect(await page.getByLabel('Job title').inputValue()).toBe('Chief of all');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect((await client.get(`/people/${anna}`)).job_title).toBe('Chief of all');

  // A dialog lies in front of the page, and the sign-in in front of the dialog. Another tab has signed out.
  await page.goto(box.url + '/people');
  await page.getByRole('button', { name: 'Download people as CSV' }).click();
  const name = page.getByRole('dialog').getByRole('textbox').first();
  await name.fill('my list');
  const other = await page.context().newPage();
  await other.goto(box.url + '/me');
  await other.getByRole('button', { name: 'manager' }).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByText('Your session has ended').waitFor();
  await look('session-ended-dialog');
  await page.keyboard.press('Escape');
  await signInAgain(page, 'manager');
  expect(await name.inputValue()).toContain('my list');
  // The other tab learns that somebody is there again.
  await other.locator('header.bar').waitFor();

  // Who else signs in sees nothing of it.
  await endSession(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).first().click();
  await signInAgain(page, 'carla');
  await page.getByRole('button', { name: 'carla' }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await leave();
});

it('asks once, each time, before something is lost', async () => {
  const { page, leave, expected } = await visitAs(box, 'manager');
  expected.push('503', '401');
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('link', { name: 'Weber', exact: true }).click();
  await page.getByRole('button', { name: 'Save all tabs' }).waitFor();
  const title = page.getByRole('textbox', { name: 'Job title' });
  await title.fill('Not saved');
  let answer = false;
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void (answer ? dialog.accept() : dialog.dismiss());
  });
  const here = page.url();
  for (let time = 1; time <= 2; time += 1) {
    await page.getByRole('link', { name: 'People', exact: true }).click();
    expect([asked, page.url()]).toEqual([time, here]);
  }
  // Back in the browser as well, and one is where one was: not one page further.
  const length = await page.evaluate(() => history.length);
  await page.evaluate(() => history.back());
  await expect.poll(() => asked).toBe(3);
  await expect.poll(() => page.url()).toBe(here);
  expect(await page.evaluate(() => history.length)).toBe(length);
  expect(await title.inputValue()).toBe('Not saved');
  await page.getByRole('button', { name: 'manager' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect.poll(() => asked).toBe(4);
  expect(await title.inputValue()).toBe('Not saved');
  answer = true;
  await page.evaluate(() => history.back());
  await page.waitForURL('**/people');
  await expect.poll(() => asked).toBe(5);
  await page.getByRole('link', { name: 'Weber', exact: true }).waitFor();
  // Nothing is held any more.
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  expect(asked).toBe(5);

  // A sign-out that fails is told; who is signed out already has what they wanted.
  await page.route('**/api/v1/session', (route) => route.fulfill({ status: 503, body: '' }), { times: 1 });
  await page.getByRole('button', { name: 'manager' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.locator('.toast.bad').waitFor();
  await endSession(page);
  await page.getByRole('button', { name: 'manager' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.locator('.toast').count()).toBe(0);
  await leave();
});

it('keeps the focus in a long table by keyboard, also in rows that are loaded late', async () => {
  const { page, leave } = await visitAs(box, 'manager');
  await importMany(page, 400);
  await page.goto(`${box.url}/people?sort=number`);
  const total = (await client.get('/people?limit=1')).total as number;
  const cell = page.locator('tr[data-row="0"] td[data-column=department]');
  await cell.waitFor();
  await page.route('**/api/v1/people?**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await cell.click();
  await page.keyboard.press('Control+End');
  const focused = () =>
    page.evaluate(() => {
      const line = document.activeElement?.closest('tr');
      return [Number(line?.dataset.row), line?.querySelectorAll('td').length ?? 0];
    });
  // The last row, first with nothing in it, then as it is.
  await expect.poll(async () => (await focused())[0]).toBe(total - 1);
  await expect.poll(async () => (await focused())[1]).toBeGreaterThan(1);
  expect((await focused())[0]).toBe(total - 1);

  // On the menu of a row the arrows move as everywhere; Alt and the arrow open it.
  await page.keyboard.press('ArrowUp');
  await expect.poll(async () => (await focused())[0]).toBe(total - 2);
  expect(await page.getByRole('menu').count()).toBe(0);
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await leave();
});
