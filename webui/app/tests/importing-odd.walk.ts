// Importing what is no list of people, or a long one, or another one by now; a workbook; and what the columns are called.
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { signedIn } from './client';
import { begun, boxWithFiles, drop, file, people, select, THREE, workbook } from './files';
import { PASSWORD } from './walk';

const box = boxWithFiles();
const client = signedIn(box, 'manager', PASSWORD);

it('reads an Excel workbook', async () => {
  const come = await begun(box, { width: 390, dark: true });
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
  const phones = await client.get('/phones?limit=500');
  expect(phones.items).toMatchObject([{ mac: '001122334455', model: 'T54W' }]);
  await leave();
});

it('says of every file that is none what is wrong with it', async () => {
  const come = await begun(box);
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
  expect((await people(client)).total).toBe(2);
  await leave();
});

it('tells that a file was changed on the disk after it was checked', async () => {
  const come = await begun(box);
  const { page, look, leave } = come;
  const path = file('moving.csv', 'First name\nJana\n');
  await select(page, path);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('All people in this import').check();
  writeFileSync(path, 'First name\nJana\nKarl\n');
  await page.getByRole('button', { name: 'Submit: create 1 person' }).click();
  await page.getByText('“moving.csv” was changed, moved or deleted on this computer').waitFor();
  await look('import-changed');
  expect((await people(client)).total).toBe(2);
  // As it is now.
  await select(page, path, false);
  await page.getByLabel('All people in this import').check();
  // Or all the same as it was checked.
  writeFileSync(path, 'First name\nLena\n');
  await page.getByRole('button', { name: 'Submit: create 2 people' }).click();
  await page.getByRole('button', { name: 'Import it as it was checked' }).click();
  await page.getByRole('button', { name: 'Submit: create 2 people' }).click();
  await page.getByText('2 people were created.').waitFor();
  expect((await people(client)).items.map(({ first_name }) => first_name)).toEqual(['Anna', 'Bert', 'Jana', 'Karl']);
  await leave();
});

it('says what has come between the check and the import, and what it does not know', async () => {
  const come = await begun(box);
  const { page, context, look, leave, expected } = come;
  // The page is not told of what others do.
  await context.route('**/api/v1/events', (route) => route.abort());
  expected.push('/api/v1/events', '422', 'ERR_FAILED', 'ERR_CONNECTION');
  await come.open('/people/import');
  await select(page, file('late.csv', 'First name,Internal number\nMona,390\n'));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('No errors were found').waitFor();
  const data = { number: '390', owner: { person: (await people(client)).items[0]?.id } };
  const other = await context.request.post(`${box.url}/api/v1/lines`, { headers: { origin: box.url }, data });
  expect(other.ok(), await other.text()).toBe(true);
  await page.getByLabel('All people in this import').check();
  await page.getByRole('button', { name: 'Submit: create 1 person' }).click();
  await page.getByRole('row', { name: /^2 B Internal number Already taken/ }).waitFor();
  expect((await people(client)).total).toBe(2);

  // A wrong file in between leaves the right one as it was.
  await drop(page, 'mended.csv', 'First name,Internal number\nMona,391\n');
  await page.getByText('No errors were found').waitFor();
  await drop(page, 'nothing.csv', '');
  await page.getByText('“nothing.csv” is empty').waitFor();
  await page.getByLabel('All people in this import').check();

  // The answer is lost, though the box has done it.
  await context.route('**/api/v1/people-import?*', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: 'Submit: create 1 person' }).click();
  await page.getByText('it is not known whether it did').waitFor();
  await look('import-uncertain');
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByText('0 new, 1 skipped').waitFor();
  await page.getByText('Nobody would be created or updated').waitFor();
  expect((await people(client)).total).toBe(3);
  await leave();
});

it('lists thousands of errors without a hitch, and imports thousands of people', async () => {
  const come = await begun(box);
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
  expect((await people(client)).total).toBe(3002);
  await leave();
});

it.each([
  ['de', 'Vorname'],
  ['es', 'Nombre'],
  ['fr', 'Prénom'],
  ['en', 'First name'],
])('calls the columns in %s as the template does', async (language, firstName) => {
  const come = await begun(box, { language, width: language === 'de' ? 1280 : 390 });
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
