// The list of people as an office manager uses it: seen, found, changed in place, invited, taken away as a file.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asked } from './asked';
import { SMALL, startBox, type Box } from './box';
import { startLetterbox, type Letterbox } from './letterbox';
import { stopBrowser, visit } from './page';
import { asManager, importMany, type Client } from './people-of-a-box';

const PASSWORD = 'seven-ducks-on-a-pond';
let box: Box;
let client: Client;
let letterbox: Letterbox;

beforeAll(async () => {
  letterbox = await startLetterbox();
  box = await startBox(SMALL);
  await box.user('manager', 'owner', PASSWORD);
  await box.user('reader', 'call-centre-admin', PASSWORD);
  client = await asManager(box, PASSWORD);
});
afterAll(async () => {
  await stopBrowser();
  await box.stop();
  await letterbox.stop();
});

/** The cell of a column in the row of somebody. */
const cellOf = (page: Page, who: string, column: string) =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `Menu of ${who}` }) })
    .locator(`[data-column=${column}]`);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
const last = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const person = async (first: string) => client.get(`/people/${await client.idOf(first)}`);

it('shows everybody with all columns, and leads to each of the ways on', async () => {
  const { page, signIn, open, look, leave } = await visit(box, { width: 2300, height: 900 });
  await signIn('manager', PASSWORD);
  await open('/people');
  await page.getByText('2 people', { exact: true }).waitFor();
  const heads = await page.getByRole('columnheader').allInnerTexts();
  expect(heads.map((text) => text.trim()).filter(Boolean)).toEqual([
    'Picture',
    'First name',
    'Last name',
    'Number',
    'Job title',
    'Department',
    'Email',
    'Time schedule',
    'Call flows',
    'CRM user',
    'Invitation',
    'Devices',
    'SIP accounts',
    'PSTN forwarding',
    'SIP forwarding',
    'Login',
    'Actions',
  ]);
  expect(await cellOf(page, 'Anna Weber', 'sip_accounts').innerText()).toBe('1');
  expect(await cellOf(page, 'Anna Weber', 'number').innerText()).toBe('201');
  await look('people-all-columns');

  // Columns are chosen, and stay chosen.
  await page.getByRole('button', { name: 'Choose columns' }).click();
  await page.getByRole('checkbox', { name: 'CRM user' }).uncheck();
  await look('people-columns');
  await page.keyboard.press('Escape');
  await open('/people');
  await last(page, 'Weber').waitFor();
  expect(await page.getByRole('columnheader', { name: 'CRM user' }).count()).toBe(0);

  // Sorted by a click, the other way round by another; the address keeps it.
  const order = () => page.locator('[data-column=first_name]').allInnerTexts();
  await page.getByRole('columnheader', { name: 'First name' }).getByRole('button').click();
  await expect.poll(order).toEqual(['Anna', 'Bert']);
  await page.getByRole('columnheader', { name: 'First name' }).getByRole('button').click();
  await expect.poll(order).toEqual(['Bert', 'Anna']);
  expect(new URL(page.url()).searchParams.get('sort')).toBe('-first_name');

  await page.getByRole('button', { name: 'Add people' }).click();
  await look('people-plus');
  await page.getByRole('menuitem', { name: 'Import from a CSV or Excel file' }).click();
  await page.waitForURL('**/people/import');
  await page.goBack();
  await page.getByRole('link', { name: 'Add person' }).click();
  await page.waitForURL('**/people/new');
  await page.goBack();
  await last(page, 'Klein').click();
  await page.waitForURL(`**/people/${await client.idOf('Bert')}`);
  await page.goBack();
  await page.getByRole('button', { name: 'Menu of Bert Klein' }).click();
  await page.getByText('Needs an email address').waitFor();
  await look('people-menu');
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.waitForURL(`**/people/${await client.idOf('Bert')}`);
  await leave();
});

it('comes back from a person to the list as it was', async () => {
  const { page, signIn, open, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await open('/people?q=anna&sort=-email');
  await last(page, 'Weber').click();
  await page.getByRole('link', { name: 'To all people' }).click();
  await expect.poll(() => page.getByRole('searchbox', { name: 'Search people' }).inputValue()).toBe('anna');
  expect(new URL(page.url()).search).toBe('?q=anna&sort=-email');
  await leave();
});

it('changes cells in place by double click, pencil and keyboard, and takes a change back', async () => {
  const day = await client.post('/time-frames', { name: 'Day' });
  const { page, signIn, open, look, leave, expected } = await visit(box, { width: 1600 });
  expected.push('422');
  await signIn('manager', PASSWORD);
  await open('/people');
  await cellOf(page, 'Anna Weber', 'department').dblclick();
  const field = page.getByRole('textbox', { name: 'Edit Department of Anna Weber' });
  expect(await field.inputValue()).toBe('Sales');
  await field.fill('Support');
  await look('people-editing');
  await field.press('Enter');
  await page.getByText('Department of Anna Weber is now “Support”.').waitFor();
  expect((await person('Anna')).department).toBe('Support');
  await look('people-edited');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  await expect.poll(() => cellOf(page, 'Anna Weber', 'department').innerText()).toBe('Sales');
  expect((await person('Anna')).department).toBe('Sales');

  // A double click on a name changes it and leads nowhere.
  await last(page, 'Klein').dblclick();
  const name = page.getByRole('textbox', { name: 'Edit Last name of Bert Klein' });
  await name.fill('Gross');
  await name.press('Escape');
  await last(page, 'Klein').waitFor();
  expect((await person('Bert')).last_name).toBe('Klein');

  // The pencil, and what the box refuses stays in the field.
  const first = cellOf(page, 'Bert Klein', 'first_name');
  await first.hover();
  await first.getByRole('button', { name: 'Edit First name of Bert Klein' }).click();
  const empty = page.getByRole('textbox', { name: 'Edit First name of Bert Klein' });
  await empty.fill('  ');
  await empty.press('Enter');
  await page.getByRole('alert').waitFor();
  await look('people-refused');
  await empty.press('Escape');

  // By the keyboard alone: from cell to cell by arrows, F2 opens.
  await cellOf(page, 'Anna Weber', 'job_title').click();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('F2');
  await page.keyboard.type('anna.weber@example.com');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await person('Anna')).email).toBe('anna.weber@example.com');
  for (const [column, text] of [
    ['job_title', 'Accountant'],
    ['crm_user', 'CRM-7'],
  ] as const) {
    await cellOf(page, 'Anna Weber', column).dblclick();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await person('Anna'))[column]).toBe(text);
  }
  await cellOf(page, 'Anna Weber', 'schedule').dblclick();
  await page.getByRole('combobox', { name: 'Edit Time schedule of Anna Weber' }).selectOption({ label: 'Day' });
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await person('Anna')).time_frame).toBe(day.id);
  // What is only told has no pencil.
  expect(await cellOf(page, 'Anna Weber', 'devices').getByRole('button').count()).toBe(0);
  await leave();
});

it('writes over nothing that somebody else has changed meanwhile without saying so', async () => {
  const { page, context, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  // Nothing is told of changes while this holds them back.
  await context.route('**/api/v1/events', (route) => route.fulfill({ contentType: 'text/event-stream', body: '' }));
  await open('/people');
  await cellOf(page, 'Bert Klein', 'department').dblclick();
  await page.keyboard.type('Mine');
  await client.patch(`/people/${await client.idOf('Bert')}`, { department: 'Theirs' });
  await page.keyboard.press('Enter');
  await page.getByText('Somebody else has just changed this to “Theirs”.').waitFor();
  await look('people-conflict');
  expect((await person('Bert')).department).toBe('Theirs');
  await page.keyboard.press('Enter');
  await page.getByText('Department of Bert Klein is now “Mine”.').waitFor();
  expect((await person('Bert')).department).toBe('Mine');
  await leave();
});

it('filters by all criteria together, and the address keeps them', async () => {
  await client.post('/phone-numbers', { number: '+498912301', line: await client.lineOf('201') });
  const night = await client.post('/time-frames', { name: 'Night' });
  const anna = { email: 'anna@example.com', department: 'Sales', job_title: 'Accountant', crm_user: 'CRM-7' };
  await client.patch(`/people/${await client.idOf('Anna')}`, { ...anna, time_frame: night.id });
  await client.patch(`/people/${await client.idOf('Bert')}`, { email: '' });
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await open('/people');
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

it('invites by mail, asks for the address that is missing, and tells how it stands', async () => {
  const { page, context, signIn, open, look, leave, expected } = await visit(box, { width: 1800 });
  expected.push('409', '422');
  await signIn('manager', PASSWORD);
  await open('/people');
  await page.getByRole('button', { name: 'Menu of Bert Klein' }).click();
  await page.getByRole('menuitem', { name: 'Send invitation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite Bert Klein' });
  const send = dialog.getByRole('button', { name: 'Send' });
  await dialog.getByText('Bert Klein has no email address yet').waitFor();
  expect(await send.isDisabled()).toBe(true);
  await dialog.getByLabel('Email address').fill('bert at home');
  await send.click();
  await dialog.getByRole('alert').first().waitFor();
  await look('people-invite-wrong');
  await dialog.getByLabel('Email address').fill('bert@example.com');
  await send.click();
  // There is no mail server yet: that is told, and the address is kept.
  await dialog.getByText('The invitation goes to bert@example.com.').waitFor();
  await dialog.getByRole('alert').first().waitFor();
  expect((await person('Bert')).email).toBe('bert@example.com');
  await look('people-invite-no-server');
  const server = { host: letterbox.host, port: letterbox.port, security: 'none', sender_address: 'box@example.com' };
  expect((await asked(box, context, 'PUT', '/mail-server', server)).status).toBe(200);
  await dialog.getByRole('checkbox').check();
  await send.click();
  await dialog.getByText('The invitation is on its way to bert@example.com.').waitFor();
  await look('people-invited');
  expect(await letterbox.letter('/invitation/')).toContain('bert@example.com');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  // One goes on where one was.
  await expect.poll(() => focused(page)).toBe('Menu of Bert Klein');
  await expect.poll(() => cellOf(page, 'Bert Klein', 'invitation').innerText()).toContain('Pending');
  expect((await person('Bert')).invitation.accepted).toBe(null);
  const before = (await person('Bert')).invitation.sent;
  await page.getByRole('button', { name: 'Menu of Bert Klein' }).click();
  await page.getByRole('menuitem', { name: 'Resend invitation' }).click();
  await dialog.getByText('Pending: can be accepted until').waitFor();
  await look('people-invite-again');
  await send.click();
  await dialog.getByText('The invitation is on its way').waitFor();
  expect((await person('Bert')).invitation.sent).not.toBe(before);
  await leave();
});

it('is taken away as a file under a name that one chooses', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await open('/people?department=sal');
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

it('shows who may only read it nothing that they may not do', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('reader', PASSWORD);
  await open('/people');
  await last(page, 'Weber').waitFor();
  for (const name of ['Add person', 'Add people', /^Edit /, 'Select all'])
    expect(await page.getByLabel(name).or(page.getByRole('link', { name })).count(), String(name)).toBe(0);
  await cellOf(page, 'Anna Weber', 'department').dblclick();
  expect(await page.locator('[data-editing]').count()).toBe(0);
  await page.getByRole('button', { name: 'Menu of Anna Weber' }).click();
  expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Open Anna Weber']);
  await look('people-reader');
  await open(`/people/delete?id=${await client.idOf('Anna')}`);
  await page.getByText('You may not see this page.').waitFor();
  await leave();
});

it.each([
  ['de', 'Personen', 'E-Mail', true],
  ['es', 'Personas', 'Correo electrónico', false],
  ['fr', 'Personnes', 'E-mail', false],
])('fits a telephone, in %s', async (language, title, email, dark) => {
  const { page, signIn, open, look, leave } = await visit(box, { language, width: 390, dark });
  await signIn('manager', PASSWORD);
  await open('/people');
  await page.getByRole('heading', { name: title }).waitFor();
  await last(page, 'Weber').waitFor();
  await look(`people-phone-${language}`);
  // On so small a screen one chooses what else is shown.
  expect(await page.locator('[data-column=email]').count()).toBe(0);
  await page.locator('button.menu-button:has(svg.lucide-columns-3)').first().click();
  await page.getByRole('checkbox', { name: email, exact: true }).check();
  await page.keyboard.press('Escape');
  await page.locator('[data-column=email]').first().waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, 'nothing sticks out').toBeLessThanOrEqual(390);
  await leave();
});

it('scrolls, filters and edits three thousand people', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await importMany(page, 3000);
  await open('/people?sort=number');
  await page.getByText('3,002 people').waitFor();
  const rows = page.locator('tr[data-row]');
  await rows.first().waitFor();
  // To the end by the keyboard: Control+End, and only what is in view exists.
  await cellOf(page, 'Anna Weber', 'number').click();
  await page.keyboard.press('Control+End');
  await last(page, 'Last2999').waitFor();
  expect(await rows.count()).toBeLessThan(80);
  await look('people-3000');
  await cellOf(page, 'First2998 Last2998', 'department').dblclick();
  await page.keyboard.type('Late shift');
  await page.keyboard.press('Enter');
  await page.getByText('Department of First2998 Last2998 is now “Late shift”.').waitFor();
  expect((await client.get('/people?department=Late shift')).total).toBe(1);
  await page.getByRole('searchbox', { name: 'Search people' }).fill('last29');
  await page.getByText('100 people found').waitFor();
  await last(page, 'Last2901').waitFor();
  // All who are found, not only those that are loaded.
  await page.getByRole('searchbox', { name: 'Search people' }).fill('last0');
  await page.getByText('1,000 people found').waitFor();
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByText('1,000 people selected').waitFor();
  await look('people-3000-selected');
  await page.getByRole('button', { name: 'Delete 1,000 people' }).click();
  await page.getByText('Deleted as well: 1,000 internal numbers').waitFor();
  await look('deleting-1000');
  await page.reload();
  await page.getByText('Deleted as well: 1,000 internal numbers').waitFor();
  await page.getByRole('checkbox', { name: 'I am aware' }).check();
  await page.getByRole('button', { name: 'Delete 1,000 people' }).click();
  await page.getByText('1,000 people are deleted.').waitFor();
  await page.getByText('2,002 people').waitFor();
  expect((await client.get('/people?limit=1')).total).toBe(2002);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('3,002 people').waitFor();
  await leave();
});

it('opens somebody by the picture', async () => {
  const { page, signIn, open, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await open('/people?q=weber');
  await page.getByRole('link', { name: 'Open Anna Weber' }).click();
  await page.getByRole('tab', { name: 'Person' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/people/${await client.idOf('Anna')}`);
  await leave();
});
