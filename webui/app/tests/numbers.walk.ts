// The public numbers of the office: what each rings, added, changed, deleted.
import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { signedIn } from './client';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ other: 'owner', ivo: 'installer', cora: 'call-centre-admin' });
const client = signedIn(box, 'other', PASSWORD);

const numbers = async () => (await client.get('/phone-numbers?sort=number')).items;
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const menu = async (page: Page, number: string, item: string) => {
  await page.getByRole('button', { name: `Menu of ${number}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

it('adds numbers as they are written, says what is wrong with one, and gives it to a line', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager');
  expected.push('422', '409');
  await page.getByRole('link', { name: 'My company' }).click();
  await page.getByRole('link', { name: 'Public numbers' }).click();
  await page.getByText('No public number is known.').waitFor();
  await look('numbers-none');
  await page.getByRole('button', { name: 'Add number' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add number' });
  const number = dialog.getByLabel('Number', { exact: false }).first();
  const add = dialog.getByRole('button', { name: 'Add number' });
  await number.fill('089 123456');
  await add.click();
  await expect.poll(() => number.getAttribute('aria-invalid')).toBe('true');
  await look('numbers-wrong');
  await number.fill('0049 (89) 123-456');
  await dialog.getByRole('combobox', { name: 'Rings' }).click();
  await dialog.getByRole('combobox', { name: 'Rings' }).fill('web');
  await dialog.getByRole('option', { name: '201 Anna Weber' }).click();
  await dialog.getByLabel('What it is for').fill('Sales');
  await look('numbers-add');
  await add.click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('+4989123456 is saved.').waitFor();
  await row(page, '+4989123456').getByRole('link', { name: '201 Anna Weber' }).waitFor();
  expect(await numbers()).toMatchObject([{ number: '+4989123456', label: 'Sales', rings: { number: '201' } }]);

  // One that is there already.
  await page.getByRole('button', { name: 'Add number' }).click();
  await number.fill('+49 89 123456');
  await add.click();
  await dialog.getByRole('alert').first().waitFor();
  await look('numbers-taken');
  await number.fill('+49 89 123457');
  await add.click();
  await page.getByText('+4989123457 is saved.').waitFor();
  await row(page, '+4989123457').getByText('free').waitFor();
  await look('numbers');
  await leave();
});

it('changes one in place and in its dialog, filters the free ones, and takes a change back', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', '/numbers');
  await row(page, '+4989123457').locator('td[data-column=label]').dblclick();
  await page.getByRole('textbox', { name: 'Edit What it is for of +4989123457' }).fill('Fax');
  await page.keyboard.press('Enter');
  await page.getByText('+4989123457 is saved.').waitFor();
  await expect.poll(async () => (await numbers())[1].label).toBe('Fax');
  await page.getByLabel('Only free ones').check();
  await expect.poll(() => row(page, 'Anna Weber').count()).toBe(0);
  await row(page, 'Fax').waitFor();
  expect(new URL(page.url()).searchParams.get('free')).toBe('1');
  await page.getByRole('searchbox', { name: 'Search' }).fill('nothing like it');
  await page.getByText('Nothing found.').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('');
  await page.getByLabel('Only free ones').uncheck();

  await menu(page, '+4989123456', 'Edit');
  const dialog = page.getByRole('dialog', { name: 'Change +4989123456' });
  await expect.poll(() => dialog.getByRole('combobox', { name: 'Rings' }).inputValue()).toBe('201 Anna Weber');
  await dialog.getByRole('combobox', { name: 'Rings' }).fill('');
  await dialog.getByRole('combobox', { name: 'Rings' }).press('Tab');
  await look('numbers-change');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await row(page, '+4989123456').getByText('free').waitFor();
  expect((await numbers())[0].line).toBe(null);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await row(page, '+4989123456').getByRole('link', { name: '201 Anna Weber' }).waitFor();
  expect((await numbers())[0].rings.number).toBe('201');
  await leave();
});

it('keeps what is typed in the dialog when somebody else is quicker, and asks before it is lost', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', '/numbers');
  await menu(page, '+4989123457', 'Edit');
  const dialog = page.getByRole('dialog');
  const label = dialog.getByLabel('What it is for');
  await label.fill('Ours');
  const [, fax] = await numbers();
  await client.patch(`/phone-numbers/${fax.id}`, { label: 'Theirs' });
  await dialog.getByText('Now: Theirs').waitFor();
  await look('numbers-conflict');
  expect(await label.inputValue()).toBe('Ours');
  page.once('dialog', (question) => void question.dismiss());
  await page.keyboard.press('Escape');
  expect(await label.inputValue()).toBe('Ours');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect((await numbers())[1].label).toBe('Ours');
  await leave();
});

it('shows who shows a number before it is deleted', async () => {
  const [number] = await numbers();
  const line = (await client.get('/lines?number=202')).items[0];
  await client.patch(`/lines/${line.id}`, { caller_ids: [number.id] });
  const { page, look, leave } = await visitAs(box, 'manager', '/numbers');
  await menu(page, '+4989123456', 'Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete +4989123456?' });
  await dialog.getByText(/202/).waitFor();
  await look('numbers-delete');
  await dialog.getByRole('button', { name: 'Delete +4989123456' }).click();
  await page.getByText('+4989123456 is deleted.').waitFor();
  expect((await numbers()).length).toBe(1);
  expect((await client.get(`/lines/${line.id}`)).caller_ids).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await row(page, '+4989123456').waitFor();
  expect((await client.get(`/lines/${line.id}`)).caller_ids).toEqual([number.id]);
  await leave();
});

it('is worked by the keyboard alone', async () => {
  const { page, leave } = await visitAs(box, 'manager', '/numbers');
  await page.getByRole('button', { name: 'Add number' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  // The focus is in the first field.
  await page.keyboard.type('+49 30 9999');
  await page.keyboard.press('Tab');
  await page.keyboard.type('202');
  await page.getByRole('option', { name: '202 Bert Klein' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('By keys');
  await page.keyboard.press('Enter');
  await row(page, '+49309999').getByText('202 Bert Klein').waitFor();
  expect((await numbers()).find((one: { label: string }) => one.label === 'By keys').rings.number).toBe('202');
  await leave();
});

it('lets who may only see them look, and others not even that', async () => {
  const { id } = await client.post('/roles', { name: 'Looks', permissions: ['numbers-read', 'own-read'] });
  const user = (await client.get('/portal-users?login=ivo')).items[0];
  await client.patch(`/portal-users/${user.id}`, { role: { own: id } });
  const ivo = await visitAs(box, 'ivo', '/numbers');
  await row(ivo.page, '+4989123457').waitFor();
  expect(await ivo.page.getByRole('button', { name: 'Add number' }).count()).toBe(0);
  expect(await ivo.page.getByRole('button', { name: /^Menu of/ }).count()).toBe(0);
  await ivo.look('numbers-read-only');
  await ivo.leave();
  const cora = await visitAs(box, 'cora', '/numbers');
  await cora.page.getByText('You may not see this page').waitFor();
  await cora.leave();
});

it.each(['de', 'fr', 'es'])('speaks %s on a phone', async (language) => {
  const { page, look, leave } = await visitAs(box, 'manager', '/numbers', {
    language,
    width: 390,
    dark: language === 'de',
  });
  await row(page, '+4989123457').waitFor();
  await look(`numbers-${language}`);
  await page.locator('main header button').first().click();
  await page.getByRole('dialog').locator('input').first().waitFor();
  await look(`numbers-add-${language}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await leave();
});
