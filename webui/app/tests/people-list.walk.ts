// The list of people: what it shows and where it leads, what who may only read it sees, on a telephone, with three thousand.
// The last test comes last: it makes them.
import { expect, it } from 'vitest';
import { asManager, importMany } from './people-of-a-box';
import { cellOf, last } from './people-table';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ reader: 'call-centre-admin' });
const client = asManager(box, PASSWORD);

it('shows everybody with all columns, and leads to each of the ways on', async () => {
  const { page, open, look, leave } = await visitAs(box, 'manager', '/people', { width: 2300, height: 900 });
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
  const { page, leave } = await visitAs(box, 'manager', '/people?q=anna&sort=-email');
  await last(page, 'Weber').click();
  await page.getByRole('link', { name: 'To all people' }).click();
  await expect.poll(() => page.getByRole('searchbox', { name: 'Search people' }).inputValue()).toBe('anna');
  expect(new URL(page.url()).search).toBe('?q=anna&sort=-email');
  await leave();
});

it('opens somebody by the picture', async () => {
  const { page, leave } = await visitAs(box, 'manager', '/people?q=weber');
  await page.getByRole('link', { name: 'Open Anna Weber' }).click();
  await page.getByRole('tab', { name: 'Person' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/people/${await client.idOf('Anna')}`);
  await leave();
});

it('shows who may only read it nothing that they may not do', async () => {
  const { page, open, look, leave } = await visitAs(box, 'reader', '/people');
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
  const { page, look, leave } = await visitAs(box, 'manager', '/people', { language, width: 390, dark });
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
  const { page, open, look, leave } = await visitAs(box, 'manager');
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
