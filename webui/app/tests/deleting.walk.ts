// Deleting people: what depends on them is told, replaced or removed with consent, and comes back by Undo.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { asManager } from './people-of-a-box';
import { boxForEach, PASSWORD, visitAs } from './walk';

const box = boxForEach();
const client = asManager(box, PASSWORD);

const remove = (page: Page) => page.getByRole('button', { name: /^Delete \d/ });
const tickBox = (page: Page) => page.getByRole('checkbox', { name: 'I am aware that by deleting this User(s)' });

it('tells what depends on somebody, wants consent, deletes, and takes it back', async () => {
  const number = await client.post('/phone-numbers', { number: '+498912301', line: await client.lineOf('201') });
  const { page, look, leave } = await visitAs(box, 'manager', '/people');
  await page.getByRole('button', { name: 'Menu of Anna Weber' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'Delete Anna Weber?' }).waitFor();
  await page.getByText('Extension 201', { exact: true }).waitFor();
  await page.getByText('The number stays, but calls to it reach nobody.').waitFor();
  expect(await remove(page).isDisabled()).toBe(true);
  await page.getByText('Tick the box above first').waitFor();
  await look('deleting');
  await tickBox(page).check();
  await remove(page).click();
  await page.getByText('Anna Weber is deleted.').waitFor();
  expect(await client.names()).toEqual(['Bert Klein']);
  expect((await client.get(`/phone-numbers/${number.id}`)).line).toBe(null);
  await page.getByRole('link', { name: 'Klein', exact: true }).waitFor();
  await look('deleted');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  await page.getByRole('link', { name: 'Weber', exact: true }).waitFor();
  expect(await client.names()).toEqual(['Anna Weber', 'Bert Klein']);
  expect((await client.get(`/phone-numbers/${number.id}`)).line).toBe(await client.lineOf('201'));
  await leave();
});

it('gives a line to somebody else, so that nothing is lost and no consent is asked', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', `/people/delete?id=${await client.idOf('Anna')}`);
  await page.getByLabel('What becomes of: extension 201').selectOption({ label: 'Replace by …' });
  expect(await remove(page).isDisabled()).toBe(true);
  await page.getByText('Choose by what you want to replace it first.').waitFor();
  const whom = page.getByRole('combobox', { name: 'Which person (for: extension 201)' });
  await whom.fill('kle');
  await page.getByRole('option', { name: 'Bert Klein' }).waitFor();
  // Nobody who goes is offered.
  await whom.fill('Weber');
  await page.getByText('Nothing found.').waitFor();
  await whom.fill('Bert');
  await page.getByRole('option', { name: 'Bert Klein' }).waitFor();
  await look('deleting-choosing');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing else is lost.').waitFor();
  expect(await tickBox(page).count()).toBe(0);
  await look('deleting-replaced');
  await remove(page).click();
  await page.getByText('Anna Weber is deleted.').waitFor();
  const lines = await client.get('/lines?sort=number');
  expect(lines.items.map((line: { number: string; owner_name: string }) => [line.number, line.owner_name])).toEqual([
    ['201', 'Bert Klein'],
    ['202', 'Bert Klein'],
  ]);
  await leave();
});

it('deletes several at once, by the keyboard alone', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', '/people');
  await page.getByRole('link', { name: 'Weber', exact: true }).waitFor();
  await page.getByRole('checkbox', { name: 'Select all' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Delete 2 people' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Delete 2 people?' }).waitFor();
  await page.getByText('Deleted as well: 2 internal numbers and 2 contact methods.').waitFor();
  await look('deleting-several');
  await tickBox(page).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByText('2 people are deleted.').waitFor();
  await page.getByText('Nobody is here yet').waitFor();
  expect(await client.names()).toEqual([]);
  await look('people-empty');
  await leave();
});

it('tells what has changed meanwhile, and whom others have deleted', async () => {
  const [anna, bert] = [await client.idOf('Anna'), await client.idOf('Bert')];
  const { page, open, look, leave, expected } = await visitAs(box, 'manager', `/people/delete?id=${anna}&id=${bert}`);
  expected.push('404', '422');
  await tickBox(page).check();
  await client.post('/phone-numbers', { number: '+498912302', line: await client.lineOf('201') });
  await page.getByText('Something has changed meanwhile.').waitFor();
  expect(await tickBox(page).isChecked()).toBe(false);
  await page.getByText('Number +498912302', { exact: true }).waitFor();
  await look('deleting-changed');
  await client.remove(bert);
  await page.getByText('1 of them is no longer there').waitFor();
  await tickBox(page).check();
  await page.getByRole('button', { name: 'Delete 1 person' }).click();
  await page.getByText('Anna Weber is deleted.').waitFor();
  await open(`/people/delete?id=${anna}`);
  await page.getByText('They are no longer there.').waitFor();
  await look('deleting-gone');
  await open('/people/delete');
  await page.getByText('Nobody is chosen.').waitFor();
  await open('/people/delete?id=nonsense');
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  expect(await client.names()).toEqual([]);
  await leave();
});

it('fits a telephone, in French and dark', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', `/people/delete?id=${await client.idOf('Anna')}`, {
    language: 'fr',
    width: 390,
    dark: true,
  });
  await page.getByRole('heading', { name: 'Supprimer Anna Weber ?' }).waitFor();
  await page.getByRole('checkbox', { name: 'Je sais' }).scrollIntoViewIfNeeded();
  await look('deleting-phone-fr');
  await leave();
});
