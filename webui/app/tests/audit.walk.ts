// The audit log (T-24) and taking changes back (M-5), as somebody uses it who wonders what happened to a number.
import { beforeAll, expect, it } from 'vitest';
import { signedIn } from './client';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ assistant: 'office-manager', watcher: 'call-centre-admin' });
const manager = signedIn(box, 'manager', PASSWORD);
const other = signedIn(box, 'assistant', PASSWORD);
let bert: string;

beforeAll(async () => {
  bert = (await manager.get('/people?q=Klein')).items[0].id;
});

it('tells in sentences who did what', async () => {
  await manager.patch(`/people/${bert}`, { department: 'Sales' });
  await manager.patch(`/people/${bert}`, { department: 'Support' });
  await manager.patch(`/people/${bert}`, { department: '', job_title: 'Boss' });
  await other.post('/people', { first_name: 'Clara', last_name: 'Neu' });
  const { page, look, leave } = await visitAs(box, 'manager');
  await page.getByRole('link', { name: 'My company' }).click();
  await page.getByRole('link', { name: 'Audit log' }).click();
  const list = page.getByRole('list', { name: 'Changes' });
  await list
    .getByText(/^manager changed Department of Bert Klein from “Sales” to “Support” today \d\d:\d\d$/)
    .waitFor();
  await list.getByText(/^manager set Department of Bert Klein to “Sales” today/).waitFor();
  await list.getByText(/^assistant added Clara Neu today/).waitFor();
  await list
    .getByText(/^manager signed in today/)
    .first()
    .waitFor();
  await list.getByText(/^root \(on the box itself\) added Anna Weber and \d+ more things today/).waitFor();
  const fields = list.getByRole('listitem').filter({ hasText: 'manager changed 2 fields of Bert Klein' });
  await fields.getByText('2 values').click();
  await fields.getByText('Department: Support → (nothing)').waitFor();
  await look('audit');
  // No secret is told, in no form.
  const text = (await page.textContent('main')) ?? '';
  expect(text).not.toContain('secret-of-20');
  expect(text).not.toContain('sealed:');
  await leave();
});

it('is narrowed to somebody, something, some days', async () => {
  const { page, leave } = await visitAs(box, 'manager', '/audit');
  const list = page.getByRole('list', { name: 'Changes' });
  const items = list.locator('> li');
  await page.getByRole('combobox', { name: 'Who', exact: true }).pressSequentially('assi');
  await page.getByRole('option', { name: 'assistant' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await items.allTextContents()).every((text) => /assistant/.test(text))).toBe(true);
  await list.getByText(/added Clara Neu/).waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await list.getByText(/Bert Klein from “Sales”/).waitFor();
  // Only what happened to Bert, by the menu of a change.
  await items.filter({ hasText: 'from “Sales”' }).getByRole('button', { name: 'More about this change' }).click();
  await page.getByRole('menuitem', { name: 'Only what happened to Bert Klein' }).click();
  await expect
    .poll(async () => (await items.allTextContents()).every((text) => text.includes('Bert Klein')))
    .toBe(true);
  expect(await page.getByRole('combobox', { name: 'About whom' }).inputValue()).toBe('Bert Klein');
  await page.reload();
  await list.getByText(/Bert Klein from “Sales”/).waitFor();
  await page.getByLabel('To day').fill('2020-01-01');
  await page.getByText('Nothing has happened that matches.').waitFor();
  await page.getByLabel('From day').fill('2020-01-02');
  await page.getByText('This is before the first day.').waitFor();
  await leave();
});

it('takes a change back, and that back again', async () => {
  await manager.patch(`/people/${bert}`, { job_title: 'Cook' });
  const { page, look, leave } = await visitAs(box, 'manager', `/audit?id=${bert}`);
  const change = page
    .getByRole('listitem')
    .filter({ hasText: 'changed Job title of Bert Klein from “Boss” to “Cook”' });
  await change.getByRole('button', { name: /^Take back/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Take this change back?' });
  await dialog.getByText('Job title: Boss → Cook').waitFor();
  await look('audit-take-back');
  // One may think better of it.
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Take back');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Take back', exact: true }).click();
  await page.getByText('1 value is what it was before.').waitFor();
  expect((await manager.get(`/people/${bert}`)).job_title).toBe('Boss');
  await page.getByText('changed Job title of Bert Klein from “Cook” to “Boss”').waitFor();
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await manager.get(`/people/${bert}`)).job_title).toBe('Cook');
  await leave();
});

it('never takes back what others have changed since, and says what that is', async () => {
  await manager.patch(`/people/${bert}`, { department: 'Kitchen', job_title: 'Chef' });
  await other.patch(`/people/${bert}`, { job_title: 'Baker' });
  const { page, look, leave, expected } = await visitAs(box, 'manager', `/audit?id=${bert}`);
  expected.push('409');
  const change = page.getByRole('listitem').filter({ hasText: 'manager changed 2 fields of Bert Klein' }).first();
  await change.getByRole('button', { name: /^Take back/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Take back', exact: true }).click();
  await dialog.getByText('Bert Klein, Job title: was “Chef” after this change, is “Baker” now').waitFor();
  await look('audit-conflict');
  expect(await manager.get(`/people/${bert}`)).toMatchObject({ department: 'Kitchen', job_title: 'Baker' });
  // There is no rest of it.
  expect(await dialog.getByRole('button', { name: /^Take back/ }).count()).toBe(0);
  await dialog.getByText('Take back the newer changes first.').waitFor();
  await leave();
});

it('takes back everything of somebody since a moment', async () => {
  const clara = (await manager.get('/people?q=Clara')).items[0].id;
  await other.patch(`/people/${clara}`, { department: 'Ghosts' });
  await other.post('/people', { first_name: 'Dora' });
  await manager.patch(`/people/${clara}`, { job_title: 'Medium' });
  const { page, look, leave, expected } = await visitAs(box, 'manager', '/audit');
  expected.push('409');
  const item = page.getByRole('listitem').filter({ hasText: 'assistant added Dora' });
  await item.getByRole('button', { name: 'More about this change' }).click();
  await page.getByRole('menuitem', { name: 'Take back everything of assistant since then …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take back everything of assistant' });
  await dialog.getByText(/\d changes? (is|are) taken back:/).waitFor();
  const field = dialog.getByLabel('Since');
  const proposed = await field.inputValue();
  await field.fill('');
  await dialog.getByText('Give a day and a time.').waitFor();
  // Since some time ago: Clara too.
  await field.fill(proposed.slice(0, 11) + '00:00');
  await dialog.getByText(/assistant added Clara Neu/).waitFor();
  await look('audit-since');
  await dialog.getByRole('button', { name: /^Take back \d+ changes$/ }).click();
  // Bert's job title and what the manager has changed of Clara since stay; the rest goes back when that is wanted.
  await dialog.getByText('Clara Neu, Job title').waitFor();
  await look('audit-since-conflict');
  expect((await manager.get('/people?q=Dora')).total).toBe(1);
  await dialog.getByRole('button', { name: 'Take back the rest' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect((await manager.get('/people?q=Dora')).total).toBe(0);
  expect((await manager.get(`/people/${clara}`)).job_title).toBe('Medium');
  await leave();
});

it('is not for who may not see it', async () => {
  const { page, open, leave } = await visitAs(box, 'watcher');
  await page.getByRole('link', { name: 'Call history' }).waitFor();
  await page.getByRole('link', { name: 'My company' }).click();
  await page.getByRole('link', { name: 'Office', exact: true }).waitFor();
  expect(await page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
  await open('/audit');
  await page.getByText('You may not see this page.').waitFor();
  await leave();
});

it.each([
  ['de', /hat heute um \d\d:\d\d bei Bert Klein Abteilung von „Sales“ in „Support“ geändert/, true],
  ['fr', /a changé Service pour Bert Klein de « Sales » en « Support » aujourd’hui/, false],
  ['es', /cambió Departamento de Bert Klein de «Sales» a «Support» hoy/, false],
] as const)('says the same in %s, on a phone', async (language, said, dark) => {
  const { page, look, leave } = await visitAs(box, 'manager', `/audit?id=${bert}`, {
    language,
    width: 390,
    height: 844,
    dark,
  });
  await page.getByText(said).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await look(`audit-${language}`);
  await leave();
});
