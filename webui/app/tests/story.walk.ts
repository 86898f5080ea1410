// A new office manager's first hour, from a box that belongs to nobody to ten people and a call between two of them.
import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { visit } from './page';
import { plugIn } from './telephone';
import { boxAsNew, codeOnTheConsole, PASSWORD } from './walk';

const PEOPLE =
  'Anna,Weber|Bert,Klein|Carla,Sommer|Dirk,Brandt|Eva,Lang|Franz,Huber|Gerda,Roth|Hans,Maier|Ines,Vogel|Jens,Beck';
const box = boxAsNew();

it('comes from the code on the console to ten people and a call', async () => {
  const { page, open, look, leave } = await visit(box);
  await open('/');
  await page.getByLabel('Code').fill(codeOnTheConsole(box));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('The clocks agree.').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Name of the office').fill('Weber Bau');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Login').fill('anna');
  await page.locator('input[autocomplete=new-password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the office and sign in' }).click();

  // The wizard leads on to the import, with a file as Excel in German writes it.
  await page.getByRole('button', { name: 'Import a file with names' }).click();
  const rows = PEOPLE.split('|').map((name, index) => `${name.replace(',', ';')};${201 + index}`);
  const file = {
    name: 'Mitarbeiter.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['Vorname;Nachname;Nummer', ...rows].join('\r\n')),
  };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('dialog').getByRole('button', { name: 'Mitarbeiter.csv' }).click();
  await page.getByText('3 of 3 columns are matched').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('No errors were found').waitFor();
  await page.getByLabel('All people in this import expect to hear from me').check();
  await page.getByRole('button', { name: 'Submit: create 10 people' }).click();
  await page.getByText('10 people were created.').waitFor();
  await page.getByRole('link', { name: 'Show the people' }).click();
  await page.getByText('10 people').first().waitFor();
  await look('story-people');

  const anna = await telephoneOf(page, 'Anna');
  await look('story-telephone');
  const bert = await telephoneOf(page, 'Bert');
  const [one, other] = [
    await plugIn(anna.server, anna.username, anna.password),
    await plugIn(bert.server, bert.username, bert.password),
  ];
  await one.register();
  await other.register();
  expect(await one.call('202')).toBe(200);
  await Promise.all([one.speak(), other.speak()]);

  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await page.getByText('Bert Klein').first().waitFor();
  await look('story-home');
  await one.hangUp();
  await page.getByRole('link', { name: 'Call history' }).click();
  await page.getByRole('grid', { name: 'Calls' }).getByText('Answered').waitFor();
  await look('story-calls');
  one.stop();
  other.stop();
  await leave();
});

/** What one types into a telephone, as the page of its person shows it. */
async function telephoneOf(page: Page, name: string): Promise<{ server: string; username: string; password: string }> {
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('tab', { name: /^Telephones/ }).click();
  await page.getByRole('button', { name: 'Show password' }).click();
  const secret = page.locator('.once', { hasText: 'assword' });
  const password = (await secret.locator('code').textContent()) ?? '';
  const username = await page.getByRole('textbox', { name: /^SIP account/ }).inputValue();
  await page.getByText('What to enter as the server of a telephone').click();
  const shown = page.locator('.once', { has: page.getByText('Server by UDP', { exact: true }) });
  const server = (await shown.locator('code').textContent()) ?? '';
  return { server: server.trim(), username, password: password.trim() };
}
