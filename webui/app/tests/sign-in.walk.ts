// Coming in: wrong and right passwords, and what the frame around the pages does.
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

it('refuses a wrong password in words, and lets the right one in', async () => {
  const { page, open, look, leave, expected } = await visit(box);
  expected.push('401');
  await open('/people');
  await page.getByLabel('Login, email address').fill('manager');
  await page.getByLabel('Password', { exact: false }).first().fill('not the right one');
  await look('sign-in');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').waitFor();
  await look('sign-in-refused');
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  // Where one wanted to go.
  await page.getByRole('link', { name: 'People', exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/people');
  await look('shell');
  await leave();
});

it('finds a person by a few letters of the name', async () => {
  const { page, signIn, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await page.keyboard.press('Control+K');
  await page.keyboard.type('ann');
  await page.getByRole('option', { name: 'Anna Weber' }).waitFor();
  await look('palette');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'manager' }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await look('shell-dark');
  await page.getByRole('button', { name: 'manager' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await leave();
});

it.each(['de', 'es', 'fr'])('speaks %s', async (language) => {
  const { page, open, look, leave } = await visit(box, { language, width: 390, dark: language === 'fr' });
  await open('/');
  await page.locator('input[autocomplete=username]').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe(language);
  await look(`sign-in-${language}`);
  await leave();
});
