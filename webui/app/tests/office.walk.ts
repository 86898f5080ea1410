// The page of the office: what it is called, where it is, whom to ask, where links lead.
import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { signedIn } from './client';
import { visit } from './page';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ other: 'owner', olga: 'office-manager', cora: 'call-centre-admin', carla: 'user' });
const client = signedIn(box, 'other', PASSWORD);

const office = () => client.get('/office');
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });

it('saves every field, shows whom to ask where one signs in, and takes it back', async () => {
  const { page, look, leave } = await visitAs(box, 'manager');
  await page.getByRole('link', { name: 'My company' }).click();
  await page.getByRole('link', { name: 'Office', exact: true }).click();
  await page.getByRole('heading', { name: 'Office', exact: true }).waitFor();
  expect(await page.getByLabel('Name of the office').inputValue()).toBe('Müller & Co');
  expect(await page.getByText('There are unsaved changes.').count()).toBe(0);
  await look('office');
  await page.getByLabel('Name of the office').fill('Müller & Partner');
  await page.getByLabel('Short name').fill('mueller');
  await page.getByLabel('Domain of the email addresses').fill('example.com');
  // What it means for who signs in is seen before it is saved.
  await page.getByText('signs in as: anna, anna@mueller, anna@Müller & Partner, or anna@example.com.').waitFor();
  await page.getByLabel('Region').selectOption({ label: 'Bayern' });
  await page.getByLabel('Country').selectOption({ label: 'Austria' });
  // A part of another country is none of this one.
  expect(await page.getByLabel('Region').inputValue()).toBe('');
  await page.getByLabel('Region').selectOption({ label: 'Wien' });
  await page.getByRole('combobox', { name: 'Time zone' }).fill('vienna');
  await page.getByRole('option', { name: /Vienna/ }).click();
  await page.getByLabel('Support contact').fill('Anna, +49 89 123456');
  await page.getByLabel('Address of this portal').fill('https://pbx.example.com');
  await look('office-typed');
  await save(page).click();
  await page.getByText('Saved.').waitFor();
  expect(await office()).toMatchObject({
    name: 'Müller & Partner',
    short_name: 'mueller',
    email_domain: 'example.com',
    country: 'AT',
    region: '9',
    timezone: 'Europe/Vienna',
    support_contact: 'Anna, +49 89 123456',
    portal_url: 'https://pbx.example.com',
  });
  expect(await page.getByText('There are unsaved changes.').count()).toBe(0);
  // It is on every page.
  await page.getByRole('banner').getByText('Müller & Partner').waitFor();
  const stranger = await visit(box);
  await stranger.open('/');
  await stranger.page.getByText('Anna, +49 89 123456').waitFor();
  await stranger.leave();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  expect(await office()).toMatchObject({ name: 'Müller & Co', country: 'DE', support_contact: '' });
  await expect.poll(() => page.getByLabel('Name of the office').inputValue()).toBe('Müller & Co');
  await leave();
});

it('says beside each field what is wrong with it, and saves nothing', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager', '/office');
  expected.push('422');
  const before = await office();
  const wrong = async (label: string, typed: string, right: string) => {
    await page.getByLabel(label).fill(typed);
    await save(page).click();
    await page.locator('[aria-invalid]').waitFor();
    const field = page.getByLabel(label);
    expect(await field.getAttribute('aria-invalid'), label).toBe('true');
    expect(await field.evaluate((element) => element === document.activeElement), label).toBe(true);
    if (label === 'Short name') await look('office-wrong');
    await field.fill(right);
  };
  await wrong('Name of the office', '', before.name);
  await wrong('Domain of the email addresses', 'not a domain', '');
  await wrong('Short name', 'me@here', '');
  await wrong('Address of this portal', 'http://pbx.example.com', '');
  expect(await office()).toEqual(before);
  // All as it was: nothing is to be saved, and nothing is asked about.
  expect(await page.getByText('There are unsaved changes.').count()).toBe(0);
  await page.getByRole('link', { name: 'Roles' }).click();
  await page.getByRole('heading', { name: 'Roles', exact: true }).waitFor();
  await leave();
});

it('keeps what is typed when somebody else is quicker, and says where both wrote', async () => {
  const { page, context, open, look, leave, expected } = await visitAs(box, 'manager');
  expected.push('412', '/events');
  // Without news of the others, as when the network has a hitch.
  await context.route('**/api/v1/events', (route) => route.abort());
  await open('/office');
  await page.getByLabel('Short name').fill('ours');
  await client.patch('/office', { short_name: 'theirs', support_contact: 'Bert' });
  await save(page).click();
  await page.getByText('Somebody else was quicker.').waitFor();
  await page.getByText('Now: theirs').waitFor();
  expect(await page.getByLabel('Short name').inputValue()).toBe('ours');
  expect(await page.getByLabel('Support contact').inputValue()).toBe('Bert');
  expect((await office()).short_name).toBe('theirs');
  await look('office-conflict');
  await save(page).click();
  await page.getByText('Saved.').waitFor();
  expect(await office()).toMatchObject({ short_name: 'ours', support_contact: 'Bert' });

  // Elsewhere in it: nothing is lost by both.
  await page.getByLabel('Short name').fill('mine');
  await client.patch('/office', { support_contact: 'Clara' });
  await save(page).click();
  await expect.poll(async () => (await office()).short_name).toBe('mine');
  expect((await office()).support_contact).toBe('Clara');
  expect(await page.getByText('Somebody else was quicker.').count()).toBe(0);
  await leave();
});

it('asks before what is typed is left, and takes over what others write meanwhile', async () => {
  const { page, leave } = await visitAs(box, 'manager', '/office');
  await page.getByLabel('Short name').fill('unsaved');
  page.once('dialog', (dialog) => void dialog.dismiss());
  await page.getByRole('link', { name: 'Roles' }).click();
  expect(await page.getByLabel('Short name').inputValue()).toBe('unsaved');
  await client.patch('/office', { support_contact: 'Dora' });
  await expect.poll(() => page.getByLabel('Support contact').inputValue()).toBe('Dora');
  expect(await page.getByLabel('Short name').inputValue()).toBe('unsaved');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  expect(await page.getByLabel('Short name').inputValue()).toBe('mine');
  await page.getByLabel('Short name').fill('unsaved');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('link', { name: 'Roles' }).click();
  await page.getByRole('heading', { name: 'Roles', exact: true }).waitFor();
  expect((await office()).short_name).toBe('mine');
  await leave();
});

it('lets each do what they may: links are for owners, some may only look, others see no such page', async () => {
  const olga = await visitAs(box, 'olga', '/office');
  await olga.page.getByLabel('Address of this portal').waitFor();
  expect(await olga.page.getByLabel('Address of this portal').isDisabled()).toBe(true);
  await olga.page.getByText('Only an owner can change it').waitFor();
  await olga.page.getByLabel('Support contact').fill('Olga');
  await save(olga.page).click();
  await olga.page.getByText('Saved.').waitFor();
  expect((await office()).support_contact).toBe('Olga');
  await olga.leave();
  const cora = await visitAs(box, 'cora', '/office');
  await cora.page.getByText('You may look at this, but not change it.').waitFor();
  expect(await cora.page.getByLabel('Name of the office').isDisabled()).toBe(true);
  expect(await save(cora.page).count()).toBe(0);
  await cora.look('office-read-only');
  await cora.leave();
  const carla = await visitAs(box, 'carla', '/office');
  await carla.page.getByText('You may not see this page').waitFor();
  await carla.leave();
});

it('is found in the palette by what one looks for, and filled in with the keyboard alone', async () => {
  const { page, leave } = await visitAs(box, 'manager');
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Go to a page or a person' }).waitFor();
  await page.keyboard.type('support');
  await page.getByRole('option', { name: 'Office' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel('Short name').waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('autocomplete'));
  for (let step = 0; step < 10 && (await focused()) !== 'organization'; step += 1) await page.keyboard.press('Tab');
  expect(await focused()).toBe('organization');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('keys');
  await page.keyboard.press('Enter');
  await page.getByText('Saved.').waitFor();
  expect((await office()).short_name).toBe('keys');
  await leave();
});

it.each(['de', 'fr', 'es'])('speaks %s on a phone', async (language) => {
  const { page, look, leave } = await visitAs(box, 'manager', '/office', {
    language,
    width: 390,
    dark: language === 'de',
  });
  await page.locator('form select').first().waitFor();
  await look(`office-${language}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await leave();
});
