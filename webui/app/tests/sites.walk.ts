// The sites of the office and its schedules: added, changed, deleted with what refers to them.
import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { signedIn } from './client';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ other: 'owner', cora: 'call-centre-admin' });
const client = signedIn(box, 'other', PASSWORD);

const all = async (path: string) => (await client.get(`/${path}?sort=name`)).items;
const person = async (first: string) => (await client.get(`/people?first_name=${first}`)).items[0];
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const menu = async (page: Page, name: string, item: string) => {
  await page.getByRole('button', { name: `Menu of ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

it('adds a site with all that holds there, and renames the first one', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager');
  expected.push('422');
  await page.getByRole('link', { name: 'My company' }).click();
  await page.getByRole('link', { name: 'Sites' }).click();
  await row(page, 'Main site').getByText('2 people').waitFor();
  // The first one is always there.
  await page.getByRole('button', { name: 'Menu of Main site' }).click();
  const remove = page.getByRole('menuitem', { name: 'Delete' });
  expect(await remove.getAttribute('aria-disabled')).toBe('true');
  await look('sites-first');
  await page.keyboard.press('Escape');
  await row(page, 'Main site').locator('td[data-column=name]').dblclick();
  await page.getByRole('textbox', { name: 'Edit Name of Main site' }).fill('Munich');
  await page.keyboard.press('Enter');
  await page.getByText('Munich is saved.').waitFor();

  await page.getByRole('button', { name: 'Add site' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add site' });
  const add = dialog.getByRole('button', { name: 'Add site' });
  await add.click();
  await dialog.getByLabel('Name').and(page.locator('[aria-invalid]')).waitFor();
  await dialog.getByLabel('Name').fill('Hamburg');
  await dialog.getByLabel('Address for emergencies').fill('Hafenstraße 3, 2nd floor, Hamburg');
  await dialog.getByLabel('Region').selectOption({ label: 'Hamburg' });
  await dialog.getByRole('combobox', { name: 'Time zone' }).fill('london');
  await page.getByRole('option', { name: /London/ }).click();
  await dialog.getByLabel('Prefix for calls').fill('zero');
  await dialog.getByLabel('Networks').fill('192.168.7.0/24\n10.1.0.0/99');
  await add.click();
  await dialog.locator('[aria-invalid]').first().waitFor();
  await look('sites-wrong');
  await dialog.getByLabel('Prefix for calls').fill('0');
  await add.click();
  await dialog.getByLabel('Networks').and(page.locator('[aria-invalid]')).waitFor();
  await dialog.getByLabel('Networks').fill('192.168.7.0/24\n10.1.0.0/16');
  await look('sites-add');
  await add.click();
  await page.getByText('Hamburg is saved.').waitFor();
  expect(await all('sites')).toMatchObject([
    {
      name: 'Hamburg',
      region: 'HH',
      timezone: 'Europe/London',
      emergency_address: 'Hafenstraße 3, 2nd floor, Hamburg',
      outside_prefix: '0',
      subnets: ['192.168.7.0/24', '10.1.0.0/16'],
    },
    { name: 'Munich', people: 2 },
  ]);
  await look('sites');
  await leave();
});

it('deletes a site when its people have another one, in one change that is taken back', async () => {
  const [hamburg] = await all('sites');
  await client.patch(`/people/${(await person('Anna')).id}`, { site: hamburg.id });
  const { page, look, leave } = await visitAs(box, 'manager', '/sites');
  await row(page, 'Hamburg').getByText('1 person').waitFor();
  await menu(page, 'Hamburg', 'Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete Hamburg?' });
  await dialog.getByText('Anna Weber').waitFor();
  const act = dialog.getByRole('button', { name: 'Delete Hamburg' });
  expect(await act.isDisabled()).toBe(true);
  await dialog.getByLabel('They move to').selectOption({ label: 'Munich' });
  await look('sites-delete');
  await act.click();
  await page.getByText('Hamburg is deleted.').waitFor();
  expect(await all('sites')).toMatchObject([{ name: 'Munich', people: 2 }]);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await row(page, 'Hamburg').getByText('1 person').waitFor();
  expect((await person('Anna')).site).toBe(hamburg.id);
  await leave();
});

it('adds a schedule of several hours, says what is wrong, and changes it', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager', '/schedules');
  expected.push('422');
  await page.getByText('There is no schedule.').waitFor();
  await page.getByRole('button', { name: 'Add schedule' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add schedule' });
  const add = dialog.getByRole('button', { name: 'Add schedule' });
  await dialog.getByLabel('Name of the schedule').fill('Office hours');
  await dialog.getByLabel('Until').fill('08:00');
  await add.click();
  await dialog.getByText('This must be later').waitFor();
  await dialog.getByLabel('Until').fill('12:00');
  await dialog.getByRole('button', { name: 'Add hours of other days' }).click();
  const second = dialog.getByRole('group', { name: 'Hours 2' });
  // Hours of no day would be none.
  await add.click();
  await dialog.getByText('Choose at least one day for these hours.').waitFor();
  await second.getByLabel('Monday').check();
  await second.getByLabel('Saturday').check();
  await second.getByLabel('From').fill('11:00');
  await second.getByLabel('Until').fill('00:00');
  await add.click();
  // Monday has both: the box says so.
  await dialog.getByRole('alert').first().waitFor();
  await look('schedules-wrong');
  await second.getByLabel('Monday').uncheck();
  await look('schedules-add');
  await add.click();
  await page.getByText('Office hours is saved.').waitFor();
  await row(page, 'Office hours').getByText('Mon–Fri 09:00–12:00; Sat 11:00–24:00').waitFor();
  const [made] = await all('time-frames');
  expect(made.hours).toContain('saturday 11:00-24:00');
  expect(made.hours.length).toBe(6);

  await menu(page, 'Office hours', 'Edit');
  const change = page.getByRole('dialog', { name: 'Change Office hours' });
  await change.getByRole('button', { name: 'Remove hours 2' }).click();
  await change.getByLabel('Friday').uncheck();
  await change.getByRole('button', { name: 'Save' }).click();
  await row(page, 'Office hours').getByText('Mon–Thu 09:00–12:00').waitFor();
  expect((await all('time-frames'))[0].hours.length).toBe(4);
  await look('schedules');
  await leave();
});

it('deletes a schedule, and who had it gets none or another', async () => {
  const [first] = await all('time-frames');
  const other = await client.post('/time-frames', { name: 'Mornings', hours: ['monday 08:00-12:00'] });
  await client.patch(`/people/${(await person('Anna')).id}`, { time_frame: first.id });
  const { page, open, look, leave } = await visitAs(box, 'manager', '/schedules');
  await row(page, 'Office hours').getByRole('link', { name: '1 person' }).click();
  await page.getByRole('link', { name: 'Weber', exact: true }).waitFor();
  expect(await page.getByRole('link', { name: 'Klein', exact: true }).count()).toBe(0);
  await open('/schedules');
  await menu(page, 'Office hours', 'Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete Office hours?' });
  await dialog.getByText('Anna Weber').waitFor();
  await dialog.getByLabel('They get').selectOption({ label: 'Mornings' });
  await look('schedules-delete');
  await dialog.getByRole('button', { name: 'Delete Office hours' }).click();
  await page.getByText('Office hours is deleted.').waitFor();
  expect((await person('Anna')).time_frame).toBe(other.id);
  await menu(page, 'Mornings', 'Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete Mornings' }).click();
  await page.getByText('Mornings is deleted.').waitFor();
  expect((await person('Anna')).time_frame).toBe(null);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await row(page, 'Mornings').getByText('1 person').waitFor();
  expect((await person('Anna')).time_frame).toBe(other.id);
  await leave();
});

it('is worked by the keyboard alone, and only looked at by who may not change it', async () => {
  const { page, leave } = await visitAs(box, 'manager', '/schedules');
  await page.getByRole('button', { name: 'Add schedule' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('By keys');
  await page.keyboard.press('Tab');
  // Not on Mondays.
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await row(page, 'By keys').getByText('Tue–Fri 09:00–17:00').waitFor();
  await leave();
  const cora = await visitAs(box, 'cora');
  for (const path of ['/schedules', '/sites']) {
    await cora.open(path);
    await row(cora.page, path === '/sites' ? 'Munich' : 'By keys').waitFor();
    expect(await cora.page.getByRole('button', { name: /^(Add |Menu of)/ }).count()).toBe(0);
  }
  await cora.leave();
});

it.each(['de', 'fr', 'es'])('speaks %s on a phone', async (language) => {
  const { page, open, look, leave } = await visitAs(box, 'manager', '/', {
    language,
    width: 390,
    dark: language === 'de',
  });
  for (const path of ['sites', 'schedules']) {
    await open(`/${path}`);
    await page.locator('tbody td').first().waitFor();
    await look(`${path}-${language}`);
    await page.locator('main header button').first().click();
    await page.getByRole('dialog').locator('input').first().waitFor();
    await look(`${path}-add-${language}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
  await leave();
});
