// Finding people by all that is known of them, and taking along who was found as a file.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { asManager } from './people-of-a-box';
import { last } from './people-table';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = asManager(box, PASSWORD);

it('filters by all criteria together, and the address keeps them', async () => {
  await client.post('/phone-numbers', { number: '+498912301', line: await client.lineOf('201') });
  const night = await client.post('/time-frames', { name: 'Night' });
  const anna = { email: 'anna@example.com', department: 'Sales', job_title: 'Accountant', crm_user: 'CRM-7' };
  await client.patch(`/people/${await client.idOf('Anna')}`, { ...anna, time_frame: night.id });
  await client.patch(`/people/${await client.idOf('Bert')}`, { email: '' });
  const { page, look, leave } = await visitAs(box, 'manager', '/people');
  const bar = page.getByRole('region', { name: 'Filter' });
  const apply = bar.getByRole('button', { name: 'Filter', exact: true }).last();
  const clear = bar.getByRole('button', { name: 'Clear' });
  const texts = [
    ['Full name', 'anna w', 'full_name'],
    ['Job title', 'account', 'job_title'],
    ['Department', 'sal', 'department'],
    ['Email', 'example', 'email'],
    ['CRM user', 'crm-7', 'crm_user'],
  ] as const;
  // Each of them finds Anna and not Bert.
  for (const [label, text, name] of texts) {
    await bar.getByLabel(label, { exact: true }).fill(text);
    await apply.click();
    await page.getByText('1 person found').waitFor();
    expect(new URL(page.url()).searchParams.get(name)).toBe(text);
    await clear.click();
    await page.getByText('2 people', { exact: true }).waitFor();
  }
  for (const [label, text] of texts) await bar.getByLabel(label, { exact: true }).fill(text);
  await bar.getByLabel('Time schedule').selectOption({ label: 'Night' });
  await bar.getByRole('combobox', { name: 'Call flow' }).fill('+4989');
  await page.getByRole('option', { name: '+498912301' }).click();
  // Nothing is applied before the button says so.
  await page.getByText('2 people', { exact: true }).waitFor();
  await apply.click();
  await page.getByText('1 person found').waitFor();
  await look('people-filtered');
  await page.reload();
  await page.getByText('1 person found').waitFor();
  expect(await bar.getByLabel('Job title', { exact: true }).inputValue()).toBe('account');
  expect(await bar.getByRole('combobox', { name: 'Call flow' }).inputValue()).toBe('+498912301');
  await page.getByText('Filter (7 applied)').waitFor();
  await bar.getByLabel('Full name', { exact: true }).fill('bert');
  await bar.getByLabel('Full name', { exact: true }).press('Enter');
  await page.getByText('Nobody matches').waitFor();
  await look('people-nobody-matches');
  await page.getByRole('button', { name: 'Show everybody' }).click();
  await page.getByText('2 people', { exact: true }).waitFor();
  await bar.getByLabel('CRM user', { exact: true }).fill('-');
  await apply.click();
  await last(page, 'Klein').waitFor();
  await page.getByText('1 person found').waitFor();
  await clear.click();
  await page.getByRole('searchbox', { name: 'Search people' }).fill('accountant');
  await page.getByText('1 person found').waitFor();
  expect(new URL(page.url()).searchParams.get('q')).toBe('accountant');
  await leave();
});

it('is taken away as a file under a name that one chooses', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', '/people?department=sal');
  await page.getByText('1 person found').waitFor();
  await page.getByRole('button', { name: 'Download people as CSV' }).click();
  const dialog = page.getByRole('dialog', { name: 'Download people as CSV' });
  const name = dialog.getByLabel('File name');
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await name.inputValue()).toMatch(/^people-\d{4}-\d\d-\d\d\.csv$/);
  await name.fill('');
  await dialog.getByText('A file needs a name.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await name.fill('our/people');
  await look('people-download');
  const saved = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save' }).click(),
    ]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  };
  const found = await saved();
  expect(found.name).toBe('our people.csv');
  expect([found.text.includes('Weber'), found.text.includes('Klein')]).toEqual([true, false]);
  await page.getByText('our people.csv is saved.').waitFor();
  await page.getByRole('button', { name: 'Download people as CSV' }).click();
  await dialog.getByLabel('Who is in it').selectOption({ label: 'Everybody' });
  const all = await saved();
  expect([all.text.includes('Weber'), all.text.includes('Klein')]).toEqual([true, true]);
  await leave();
});
