// Importing people as an office manager does it (F-117 to F-136): template, file, columns, check, consent, people.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { signedIn } from './client';
import { begun, boxWithFiles, drop, file, people, select, THREE } from './files';
import { PASSWORD, visitAs } from './walk';

const box = boxWithFiles();
const client = signedIn(box, 'manager', PASSWORD);

it('goes from the empty template to people with all that belongs to them, and takes them back', async () => {
  const come = await begun(box);
  const { page, look, leave } = come;
  // F-118: the template, in any of the languages.
  await look('import-file');
  await page.getByLabel('Language of the headings').selectOption('fr');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the template' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('people-template.csv');
  const template = readFileSync(await saved.path(), 'utf8');
  expect(template).toContain('Prénom;Nom;E-mail');
  await page.getByText('All columns, and what belongs in them').click();
  await page.getByRole('cell', { name: /4 to 8 digits/ }).waitFor();

  // F-119, F-126, F-134: the warning with the example; the example's row is left out.
  await page.getByRole('button', { name: 'Select the file' }).click();
  const warning = page.getByRole('dialog', { name: 'The file must be correctly formatted' });
  await warning.getByRole('heading', { name: 'Format example' }).waitFor();
  await look('import-warning');
  await page.keyboard.press('Escape');
  await warning.waitFor({ state: 'detached' });
  await select(page, file('filled.csv', `${template}Zoé;Roux;zoe@example.com;;;;;zoe.roux;;301\r\n`));
  await page.getByRole('heading', { name: 'Match the columns' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Match the columns');
  await page.getByText('Row 2 is the example of the template').waitFor();
  await page.getByText('23 of 23 columns are matched').waitFor();
  await look('import-columns');
  await page.getByRole('button', { name: 'Next' }).click();

  // F-127, F-128: no Submit without consent, and the reason is said.
  const submit = page.getByRole('button', { name: 'Submit: create 1 person' });
  await page.getByText('No errors were found').waitFor();
  expect(await submit.isDisabled()).toBe(true);
  await page.getByText('Tick the box above first').waitFor();
  await look('import-check');
  await page.getByLabel('All people in this import expect to hear from me').check();
  await submit.click();
  await page.getByRole('heading', { name: 'The import is done' }).waitFor();
  await page.getByText('1 person was created.').waitFor();
  await page.getByText('New logins have no password yet').waitFor();
  await look('import-done');

  // F-124: person, line, account for the phone, mailbox, basic call flow.
  const made = await people(client);
  expect(made.items.map(({ first_name }) => first_name)).toEqual(['Anna', 'Bert', 'Zoé']);
  expect(made.items[2]).toMatchObject({ email: 'zoe@example.com', sip_accounts: 1 });
  const [line] = (await client.get('/lines?number=301')).items;
  expect(JSON.stringify(line.when_unavailable)).toContain('voicemail');
  const mailboxes = await client.get('/mailboxes?limit=500');
  expect(mailboxes.items.map((mailbox: { line: string }) => mailbox.line)).toContain(line.id);

  await page.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByText('The import is taken back').waitFor();
  expect((await people(client)).total).toBe(2);
  await page.getByRole('link', { name: 'Show the people' }).click();
  await page.waitForURL('**/people');
  await leave();
});

it('shows all that is wrong in red, by row and column, until the file is mended', async () => {
  const come = await begun(box);
  const { page, look, leave } = come;
  const path = file(
    'wrong.csv',
    'First name,Email,Internal number\nFrieda,frieda at home,3 0\n,x@example.com,201\n=1+1,,\n',
  );
  await select(page, path);
  await page.getByRole('button', { name: 'Next' }).click();
  const errors = page.getByRole('region', { name: 'Errors in the file' });
  const email = errors.getByRole('row', { name: /^2 B Email This is not an email address/ });
  await email.waitFor();
  expect(
    await email
      .getByRole('cell')
      .last()
      .evaluate((cell) => getComputedStyle(cell).color),
  ).toBe('rgb(179, 35, 27)');
  await errors.getByRole('row', { name: /^3 A First name The first name is missing/ }).waitFor();
  await errors.getByRole('row', { name: /^3 C Internal number Already taken/ }).waitFor();
  await page.getByLabel('All people in this import').check();
  const submit = page.getByRole('button', { name: /^Submit/ });
  expect(await submit.isDisabled()).toBe(true);
  await page.getByText('Not possible while there are errors').waitFor();
  await look('import-errors');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the errors as CSV' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('2,B Email,This is not an email address.');
  expect((await people(client)).total).toBe(2);

  // Mended and dropped here, it is checked where one is; what was agreed to was another file.
  await drop(page, 'mended.csv', 'First name,Email,Internal number\nFrieda,frieda@example.com,305\n');
  await page.getByText('No errors were found').waitFor();
  expect(await page.getByLabel('All people in this import').isChecked()).toBe(false);
  await page.getByLabel('All people in this import').check();
  await page.getByRole('button', { name: 'Submit: create 1 person' }).click();
  await page.getByText('1 person was created.').waitFor();
  expect((await people(client)).items.map(({ first_name }) => first_name)).toEqual(['Anna', 'Bert', 'Frieda']);
  await leave();
});

it('takes a dropped file of another system with semicolons, whose columns are matched by hand', async () => {
  const come = await begun(box);
  const { page, look, leave } = come;
  await drop(page, 'crm.csv', 'Who;Family;Shoe size;Mail\nGerd;Maß;43;gerd@example.com\nHilde;Fuß;38;\n');
  await page.getByRole('dialog').getByRole('button', { name: 'Read “crm.csv”' }).click();
  await page.getByText('semicolons between the cells, UTF-8').waitFor();
  await page.getByText('Choose the column with the first name first').waitFor();
  const next = page.getByRole('button', { name: 'Next' });
  expect(await next.isDisabled()).toBe(true);
  await look('import-unmatched');
  await page.getByLabel('Column A, “Who”, is').selectOption({ label: 'First name' });
  await page.getByLabel('Column B, “Family”, is').selectOption({ label: 'Last name' });
  // What one column is, another cannot be.
  const taken = page.getByLabel('Column C, “Shoe size”, is').locator('option', { hasText: 'First name' });
  expect([await taken.textContent(), await taken.isDisabled()]).toEqual(['First name (is column A)', true]);
  await page.getByText('3 of 4 columns are matched').waitFor();
  // What was matched by hand is not lost by a slip.
  page.once('dialog', (dialog) => void dialog.dismiss());
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await next.click();
  await page.getByLabel('All people in this import').check();
  await page.getByRole('button', { name: 'Submit: create 2 people' }).click();
  await page.getByText('2 people were created.').waitFor();
  const { items } = await people(client);
  expect(items.slice(2).map(({ first_name, last_name, email }) => [first_name, last_name, email])).toEqual([
    ['Gerd', 'Maß', 'gerd@example.com'],
    ['Hilde', 'Fuß', ''],
  ]);
  await leave();
});

it('skips, updates or creates who is there already, and says before how many', async () => {
  const come = await begun(box);
  const { page, look, leave } = come;
  const path = file(
    'staff.csv',
    'First name,Last name,Email,Job title\nAnna,Weber,anna@example.com,Boss\nIda,Lang,ida@example.com,Clerk\n',
  );
  await select(page, path);
  await page.getByRole('button', { name: 'Next' }).click();
  const merge = page.getByRole('group', { name: 'Who is there already' });
  await merge.getByText('1 new, 1 skipped').waitFor();
  await merge.getByText('1 new, 1 updated').waitFor();
  await merge.getByText('2 new', { exact: true }).waitFor();
  expect(await merge.getByRole('radio', { name: 'Skip them' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Submit: create 1 person' }).waitFor();
  await merge.getByRole('radio', { name: 'Create them anyway' }).check();
  await page.getByRole('button', { name: 'Submit: create 2 people' }).waitFor();
  await merge.getByRole('radio', { name: 'Update them' }).check();
  await page.getByLabel('All people in this import').check();
  await look('import-merge');

  // Somebody else makes Ida meanwhile.
  const origin = { origin: box.url };
  const other = await come.context.request.post(`${box.url}/api/v1/people`, {
    headers: origin,
    data: { first_name: 'Ida', last_name: 'Lang', email: 'ida@example.com' },
  });
  expect(other.ok(), await other.text()).toBe(true);
  await page.getByText('The office has changed meanwhile').waitFor();
  await page.getByRole('button', { name: 'Submit: update 2 people' }).click();
  await page.getByText('2 people were there already and took what the file says.').waitFor();
  const { items } = await people(client);
  expect(items.map(({ first_name, job_title }) => [first_name, job_title])).toEqual([
    ['Anna', 'Boss'],
    ['Bert', ''],
    ['Ida', 'Clerk'],
  ]);

  // The same again changes nothing, which is told before anything is loaded. Of another file only what changes is counted.
  await page.getByRole('button', { name: 'Import another file' }).click();
  await select(page, path, false);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Nobody would be created or updated').waitFor();
  await page.getByText('0 new, 2 stay as they are').waitFor();
  await page.getByRole('radio', { name: 'Update them' }).check();
  await page.getByLabel('All people in this import').check();
  expect(await page.getByRole('button', { name: 'Submit', exact: true }).isDisabled()).toBe(true);
  await look('import-same');
  await page.getByText('Nobody would be created or updated').waitFor();
  const partly =
    'First name,Last name,Email,Job title\nAnna,Weber,anna@example.com,Boss\nIda,Lang,ida@example.com,Chef\n';
  await page.getByRole('button', { name: 'Back' }).click();
  await select(page, file('partly.csv', partly), false);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('0 new, 1 updated, 1 stays as it is').waitFor();
  await page.getByLabel('All people in this import').check();
  await page.getByRole('button', { name: 'Submit: update 1 person' }).click();
  await page.getByText('1 person was there already and took what the file says.').waitFor();
  await page.getByText('1 person was there already exactly as in the file.').waitFor();
  expect(await page.getByRole('button', { name: 'Undo the import' }).count()).toBe(1);
  await leave();
});

it('imports what was exported as no change at all', async () => {
  const come = await begun(box);
  const { page, context, leave } = come;
  // Twins: one mailbox for two, and two of one name.
  for (const data of [
    { first_name: 'Tim', last_name: 'Zwick', email: 'zwick@example.com' },
    { first_name: 'Tom', last_name: 'Zwick', email: 'zwick@example.com' },
    { first_name: 'Uwe', last_name: 'Uhl' },
    { first_name: 'Uwe', last_name: 'Uhl' },
  ]) {
    const made = await context.request.post(`${box.url}/api/v1/people`, { headers: { origin: box.url }, data });
    expect(made.ok(), await made.text()).toBe(true);
  }
  const exported = await (await context.request.get(`${box.url}/api/v1/people-export`)).body();
  const before = [await people(client), await client.get('/lines?limit=500'), await client.get('/mailboxes?limit=500')];
  await select(page, file('exported.csv', exported));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('0 new, 6 skipped').waitFor();
  await page.getByRole('radio', { name: 'Update them' }).check();
  await page.getByLabel('All people in this import').check();
  await page.getByText('0 new, 6 stay as they are').waitFor();
  await page.getByText('Nobody would be created or updated').waitFor();
  const imported = await context.request.post(`${box.url}/api/v1/people-import?merge=update&consent=true`, {
    headers: { origin: box.url, 'content-type': 'text/csv' },
    data: exported,
  });
  expect(await imported.json()).toMatchObject({ counts: { create: 0, update: 0, same: 6 } });
  const after = [await people(client), await client.get('/lines?limit=500'), await client.get('/mailboxes?limit=500')];
  expect(after).toEqual(before);
  await leave();
});

it('can be done by keyboard alone, and not by those who may only look', async () => {
  const come = await begun(box);
  const { page, leave } = come;
  await page.getByRole('button', { name: 'Select the file' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  const chooser = page.waitForEvent('filechooser');
  const proceed = page.getByRole('dialog').getByRole('button', { name: 'Select the file' });
  while (!(await proceed.evaluate((element) => element === document.activeElement))) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(file('keys.csv', THREE));
  await page.getByRole('heading', { name: 'Match the columns' }).waitFor();
  const to = async (role: 'button' | 'checkbox', name: RegExp) => {
    const goal = page.getByRole(role, { name });
    await goal.waitFor();
    while (!(await goal.evaluate((element) => element === document.activeElement))) await page.keyboard.press('Tab');
  };
  await to('button', /^Next/);
  await page.keyboard.press('Enter');
  await page.getByText('No errors were found').waitFor();
  await to('checkbox', /^All people/);
  await page.keyboard.press('Space');
  await to('button', /^Submit: create 3 people/);
  await page.keyboard.press('Enter');
  await page.getByText('3 people were created.').waitFor();
  await leave();

  await box.user('looker', 'call-centre-admin', PASSWORD);
  const other = await visitAs(box, 'looker', '/people/import');
  await other.page.getByText(/You may (see people, but not import any|not see this page)/).waitFor();
  await other.leave();
});
