// The list of people as an office manager uses it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SMALL, startBox, type Box } from './box';
import { stopBrowser, visit } from './page';

const PASSWORD = 'seven-ducks-on-a-pond';
let box: Box;

beforeAll(async () => {
  box = await startBox(SMALL);
  await box.user('manager', 'owner', PASSWORD);
});
afterAll(async () => {
  await stopBrowser();
  await box.stop();
});

it('shows', async () => {
  const { page, signIn, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await page.goto(box.url + '/people');
  await page.getByRole('link', { name: 'Weber', exact: true }).waitFor();
  await look('people');
  await page.getByRole('button', { name: 'Menu of Anna Weber' }).click();
  await look('people-menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Download people as CSV' }).click();
  await look('people-download');
  expect(await page.getByRole('dialog').count()).toBe(1);
  await leave();
});
