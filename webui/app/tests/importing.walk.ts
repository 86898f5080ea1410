// Importing people as an office manager does it (F-117 to F-136): template, file, columns, check, consent, people; and every
// file that is none.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SMALL, startBox, type Box } from './box';
import { stopBrowser, visit, type Visit } from './page';

const PASSWORD = 'seven-ducks-on-a-pond';
let box: Box;
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'bellbox-files-'));
});
beforeEach(async () => {
  box = await startBox(SMALL);
  await box.user('manager', 'owner', PASSWORD);
  return () => box.stop();
});
afterAll(async () => {
  await stopBrowser();
  rmSync(directory, { recursive: true, force: true });
});

/** Signs in and opens the import. */
async function begun(more: Parameters<typeof visit>[1] = {}): Promise<Visit> {
  const come = await visit(box, more);
  await come.signIn('manager', PASSWORD);
  await come.open('/people/import');
  await come.page.locator('h1').waitFor();
  return come;
}

/** A file of this name on the disk. */
function file(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** Selects a file by the button; the first time the warning is read before. */
async function select(page: Page, path: string, isFirst = true): Promise<void> {
  const button = page
    .getByRole('main')
    .getByRole('button', { name: /^(Select|Datei auswählen)/ })
    .last();
  const chooser = page.waitForEvent('filechooser');
  await button.click();
  if (isFirst)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Select the file|Datei auswählen)/ })
      .click();
  await (await chooser).setFiles(path);
}

/** What the box says, as whoever has signed in. */
async function ask<T>({ context }: Visit, path: string): Promise<T> {
  const answer = await context.request.get(`${box.url}/api/v1${path}`);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

type People = {
  total: number;
  items: {
    id: string;
    first_name: string;
    last_name: string;
    email: string;
    job_title: string;
    number?: string;
    sip_accounts: number;
  }[];
};
const people = (come: Visit, query = '') => ask<People>(come, `/people?limit=500&sort=first_name${query}`);

const THREE =
  'First name,Last name,Email,Internal number,MAC address,Phone model\n' +
  'Clara,Haas,clara@example.com,301,00:11:22:33:44:55,Yealink T54W\n' +
  'Dora,Ott,dora@example.com,302,,\n' +
  'Emil,,,,,\n';

it('goes from the empty template to people with all that belongs to them, and takes them back', async () => {
  const come = await begun();
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
  const made = await people(come);
  expect(made.items.map(({ first_name }) => first_name)).toEqual(['Anna', 'Bert', 'Zoé']);
  expect(made.items[2]).toMatchObject({ email: 'zoe@example.com', sip_accounts: 1 });
  const lines = await ask<{ items: { id: string; number: string; when_unavailable: unknown }[] }>(
    come,
    '/lines?limit=500',
  );
  const line = lines.items.find(({ number }) => number === '301');
  expect(JSON.stringify(line?.when_unavailable)).toContain('voicemail');
  const mailboxes = await ask<{ items: { line: string }[] }>(come, '/mailboxes?limit=500');
  expect(mailboxes.items.map((mailbox) => mailbox.line)).toContain(line?.id);

  await page.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByText('The import is taken back').waitFor();
  expect((await people(come)).total).toBe(2);
  await page.getByRole('link', { name: 'Show the people' }).click();
  await page.waitForURL('**/people');
  await leave();
});

it('shows all that is wrong in red, by row and column, until the file is mended', async () => {
  const come = await begun();
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
  expect((await people(come)).total).toBe(2);

  // Mended and dropped here, it is checked where one is; what was agreed to was another file.
  await drop(page, 'mended.csv', 'First name,Email,Internal number\nFrieda,frieda@example.com,305\n');
  await page.getByText('No errors were found').waitFor();
  expect(await page.getByLabel('All people in this import').isChecked()).toBe(false);
  await page.getByLabel('All people in this import').check();
  await page.getByRole('button', { name: 'Submit: create 1 person' }).click();
  await page.getByText('1 person was created.').waitFor();
  expect((await people(come)).items.map(({ first_name }) => first_name)).toEqual(['Anna', 'Bert', 'Frieda']);
  await leave();
});

/** Drops a file onto the page. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content!], name!));
      return data;
    },
    [name, content],
  );
  for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('h2', event, { dataTransfer: data });
}

it('takes a dropped file of another system with semicolons, whose columns are matched by hand', async () => {
  const come = await begun();
  const { page, look, leave, expected } = come;
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
  const { items } = await people(come);
  expect(items.slice(2).map(({ first_name, last_name, email }) => [first_name, last_name, email])).toEqual([
    ['Gerd', 'Maß', 'gerd@example.com'],
    ['Hilde', 'Fuß', ''],
  ]);
  expected.push('beforeunload');
  await leave();
});

it('skips, updates or creates who is there already, and says before how many', async () => {
  const come = await begun();
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
  const { items } = await people(come);
  expect(items.map(({ first_name, job_title }) => [first_name, job_title])).toEqual([
    ['Anna', 'Boss'],
    ['Bert', ''],
    ['Ida', 'Clerk'],
  ]);

  // The same again changes nothing, and so there is nothing of it to take back.
  await page.getByRole('button', { name: 'Import another file' }).click();
  await select(page, path, false);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Nobody would be created or updated').waitFor();
  await page.getByRole('radio', { name: 'Update them' }).check();
  await page.getByLabel('All people in this import').check();
  await page.getByRole('button', { name: 'Submit: update 2 people' }).click();
  await page.getByText('Nothing has changed').waitFor();
  expect(await page.getByRole('button', { name: 'Undo the import' }).count()).toBe(0);
  await leave();
});

it('imports what was exported as no change at all', async () => {
  const come = await begun();
  const { page, context, leave } = come;
  const exported = await (await context.request.get(`${box.url}/api/v1/people-export`)).body();
  const before = [await people(come), await ask(come, '/lines?limit=500'), await ask(come, '/mailboxes?limit=500')];
  await select(page, file('exported.csv', exported));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('0 new, 2 skipped').waitFor();
  await page.getByRole('radio', { name: 'Update them' }).check();
  await page.getByLabel('All people in this import').check();
  await page.getByRole('button', { name: 'Submit: update 2 people' }).click();
  await page.getByText('2 people were there already exactly as in the file. Nothing has changed.').waitFor();
  const after = [await people(come), await ask(come, '/lines?limit=500'), await ask(come, '/mailboxes?limit=500')];
  expect(after).toEqual(before);
  await leave();
});

it('reads an Excel workbook', async () => {
  const come = await begun({ width: 390, dark: true });
  const { page, look, leave } = come;
  const cells = THREE.trim()
    .split('\n')
    .map((line) => line.split(','));
  await select(page, file('people.xlsx', workbook(cells)));
  await page.getByText('sheet “People”').waitFor();
  await look('import-columns-phone-dark');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('3 new').first().waitFor();
  await look('import-check-phone-dark');
  await page.getByLabel('All people in this import').check();
  await page.getByRole('button', { name: 'Submit: create 3 people' }).click();
  await page.getByText('3 people were created.').waitFor();
  // An imported MAC and model make the phone known before it is ever plugged in (A.11).
  const phones = await ask<{ items: { mac: string; model: string }[] }>(come, '/phones?limit=500');
  expect(phones.items).toMatchObject([{ mac: '001122334455', model: 'T54W' }]);
  await leave();
});

/** The smallest workbook with one sheet: a ZIP archive whose files are not compressed. */
function workbook(rows: string[][]): Buffer {
  const name = 'http://schemas.openxmlformats.org';
  const text = (cell: string) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`;
  const sheet = rows.map((cells, row) => `<row r="${row + 1}">${cells.map(text).join('')}</row>`).join('');
  const part = (what: string, type: string) =>
    `<Override PartName="/${what}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
  const relation = (what: string, type: string) =>
    `<Relationships xmlns="${name}/package/2006/relationships"><Relationship Id="r1" Type="${name}/officeDocument/2006/relationships/${type}" Target="${what}"/></Relationships>`;
  return archive({
    '[Content_Types].xml': `<Types xmlns="${name}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part('xl/workbook.xml', 'sheet.main')}${part('xl/worksheets/sheet1.xml', 'worksheet')}</Types>`,
    '_rels/.rels': relation('xl/workbook.xml', 'officeDocument'),
    'xl/_rels/workbook.xml.rels': relation('worksheets/sheet1.xml', 'worksheet'),
    'xl/workbook.xml': `<workbook xmlns="${name}/spreadsheetml/2006/main" xmlns:r="${name}/officeDocument/2006/relationships"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${name}/spreadsheetml/2006/main"><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

function archive(files: Record<string, string>): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, body] = [Buffer.from(path), Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(body), 10);
    about.writeUInt32LE(body.length, 14);
    about.writeUInt32LE(body.length, 18);
    about.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(20, 4);
    about.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), about, name, body);
    directory.push(entry, name);
    offset += 30 + name.length + body.length;
  }
  const [count, list] = [Object.keys(files).length, Buffer.concat(directory)];
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, list, end]);
}

it('says of every file that is none what is wrong with it', async () => {
  const come = await begun();
  const { page, look, leave, expected } = come;
  expected.push('422');
  let isFirst = true;
  const tried: [string, string | Buffer, RegExp][] = [
    ['huge.csv', Buffer.alloc(100 * 1024 * 1024, 'a'), /“huge.csv” has 100 MB\. 10 MB are the most/],
    ['empty.csv', '', /“empty.csv” is empty/],
    [
      'program.csv',
      Buffer.from('MZ\x90\0\x03\0\0\0This program cannot be run', 'latin1'),
      /“program.csv” cannot be read as a list/,
    ],
    ['nul.csv', 'First name\nAn\0na\n', /“nul.csv” cannot be read as a list/],
    ['picture.csv', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /“picture.csv” cannot be read as a list/],
    ['broken.xlsx', 'PK\x03\x04 and then nothing', /“broken.xlsx” cannot be read as a list/],
    ['quote.csv', 'First name\n"Anna\n', /“quote.csv” cannot be read as a list/],
    ['headings.csv', 'First name,Last name\n', /There is nobody in “headings.csv”/],
    ['many.csv', 'First name\n' + 'Anna\n'.repeat(10_000), /5,?000/],
    ['wide.csv', 'First name' + ',x'.repeat(99), /“wide.csv” cannot be read as a list/],
  ];
  for (const [name, content, said] of tried) {
    await select(page, file(name, content), isFirst);
    await page.getByRole('alert').filter({ hasText: said }).waitFor();
    if (isFirst || name === 'program.csv') await look(`import-refused-${name.split('.')[0]}`);
    isFirst = false;
  }
  const template = await come.context.request.get(`${box.url}/api/v1/people-import/template?language=de`);
  await select(page, file('template.csv', await template.body()), false);
  await page.getByRole('alert').filter({ hasText: 'only the example of the template' }).waitFor();
  // What is odd and still a list: Excel's own letters, formulas as texts.
  await select(page, file('latin.csv', Buffer.from('Vorname;Nachname\nJörg;=1+1\n', 'latin1')), false);
  await page.getByText('semicolons between the cells, Windows-1252').waitFor();
  await page.getByRole('cell', { name: 'Jörg' }).waitFor();
  await page.getByRole('cell', { name: '=1+1' }).waitFor();
  expect((await people(come)).total).toBe(2);
  await leave();
});

it('tells that a file was changed on the disk after it was checked', async () => {
  const come = await begun();
  const { page, look, leave } = come;
  const path = file('moving.csv', 'First name\nJana\n');
  await select(page, path);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('All people in this import').check();
  writeFileSync(path, 'First name\nJana\nKarl\n');
  await page.getByRole('button', { name: 'Submit: create 1 person' }).click();
  await page.getByText('“moving.csv” was changed, moved or deleted on this computer').waitFor();
  await look('import-changed');
  expect((await people(come)).total).toBe(2);
  // As it is now.
  await select(page, path, false);
  await page.getByLabel('All people in this import').check();
  // Or all the same as it was checked.
  writeFileSync(path, 'First name\nLena\n');
  await page.getByRole('button', { name: 'Submit: create 2 people' }).click();
  await page.getByRole('button', { name: 'Import it as it was checked' }).click();
  await page.getByRole('button', { name: 'Submit: create 2 people' }).click();
  await page.getByText('2 people were created.').waitFor();
  expect((await people(come)).items.map(({ first_name }) => first_name)).toEqual(['Anna', 'Bert', 'Jana', 'Karl']);
  await leave();
});

it('lists thousands of errors without a hitch, and imports thousands of people', async () => {
  const come = await begun();
  const { page, look, leave } = come;
  const rows = (at: string) =>
    Array.from({ length: 3000 }, (_, n) => `P${n},Nr ${n},p${n}${at}example.com,${1000 + n}`);
  const head = 'First name,Last name,Email,Internal number';
  await select(page, file('wrong-ones.csv', [head, ...rows(' at ')].join('\n')));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('3,000 errors. Nothing is imported').waitFor();
  await page.getByText('and 2,900 more').waitFor();
  expect(await page.getByRole('region', { name: 'Errors in the file' }).getByRole('row').count()).toBe(101);
  await page.getByText('and 2,900 more').scrollIntoViewIfNeeded();
  await look('import-many-errors');
  await select(page, file('right-ones.csv', [head, ...rows('@')].join('\n')), false);
  await page.getByLabel('All people in this import').check();
  await page.getByRole('button', { name: 'Submit: create 3,000 people' }).click();
  await page.getByRole('status').filter({ hasText: 'being imported' }).waitFor();
  await look('import-loading');
  await page.getByText('3,000 people were created.').waitFor({ timeout: 60_000 });
  expect((await people(come)).total).toBe(3002);
  await leave();
});

it.each([
  ['de', 'Vorname'],
  ['es', 'Nombre'],
  ['fr', 'Prénom'],
  ['en', 'First name'],
])('calls the columns in %s as the template does', async (language, firstName) => {
  const come = await begun({ language, width: language === 'de' ? 1280 : 390 });
  const { page, context, look, leave } = come;
  const answer = await context.request.get(`${box.url}/api/v1/people-import/template?language=${language}`);
  const [headings = '', examples = ''] = (await answer.text()).replace('\uFEFF', '').split('\r\n');
  const split = (line: string) => line.split(language === 'en' ? ',' : ';').map((cell) => cell.replace(/^'(?=\+)/, ''));
  await page.locator('details summary').click();
  await page.getByRole('rowheader', { name: firstName, exact: true }).waitFor();
  expect(await page.locator('details tbody th').allTextContents()).toEqual(split(headings));
  expect(await page.locator('details tbody code').allTextContents()).toEqual(split(examples));
  await page.locator('details summary').click();
  await look(`import-file-${language}`);
  if (language === 'de') {
    await select(page, file('falsch.csv', 'Vorname;E-Mail\nMax;max at home\n'));
    await page.getByRole('button', { name: 'Weiter' }).click();
    await page.getByText('Das ist keine E-Mail-Adresse').waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await look('import-errors-de');
  }
  await leave();
});

it('can be done by keyboard alone, and not by those who may only look', async () => {
  const come = await begun();
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
  const other = await visit(box);
  await other.signIn('looker', PASSWORD);
  await other.open('/people/import');
  await other.page.getByText(/You may (see people, but not import any|not see this page)/).waitFor();
  await other.leave();
});
