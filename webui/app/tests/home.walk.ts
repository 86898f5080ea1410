// Home (F-168) as somebody sees it who comes in the morning and wants to know whether all is well.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedIn } from './client';
import { visit } from './page';
import { plugInAt, type Telephone } from './telephone';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ installer: 'installer' });
const empty = boxForAll({}, '[office]\nname = "New"\ntimezone = "Europe/Berlin"\n');
const client = signedIn(box, 'manager', PASSWORD);
let anna: Telephone;
let bert: Telephone;

beforeAll(async () => {
  anna = await plugInAt(client, '201');
  bert = await plugInAt(client, '202');
});
afterAll(() => {
  anna.stop();
  bert.stop();
});

it('leads on who has nobody in the office yet', async () => {
  const { page, look, leave } = await visitAs(empty, 'manager');
  await page.getByRole('heading', { name: 'Begin here' }).waitFor();
  expect(await page.getByRole('link', { name: 'Import' }).getAttribute('href')).toBe('/people/import');
  await look('home-new');
  // Somebody else adds the first person meanwhile.
  const other = signedIn(empty, 'manager', PASSWORD);
  const person = await other.post('/people', { first_name: 'Anna' });
  expect(person.first_name).toBe('Anna');
  await page.getByRole('heading', { name: 'Begin here' }).waitFor({ state: 'detached' });
  await leave();
});

it('tells who is registered and who talks with whom, as it happens', async () => {
  const { page, look, leave } = await visitAs(box, 'manager');
  await page.getByText('no telephone has registered yet').waitFor();
  const tile = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  expect(await tile('SIP accounts registered').textContent()).toContain('0 of 2');
  await page.getByText('Nobody is on the telephone.').waitFor();
  await anna.register();
  await bert.register();
  await page.getByText('2 of 2').waitFor();
  await page.getByText('Everything works.').waitFor();
  bert.manner = 'rings';
  await anna.dial('202');
  await page.getByText('Anna Weber → Bert Klein').waitFor();
  await page.getByText('rings', { exact: true }).waitFor();
  await anna.hangUp();
  await page.getByText('Nobody is on the telephone.').waitFor();
  bert.manner = 'answers';
  expect(await anna.call('202')).toBe(200);
  await page.getByText('talking', { exact: true }).waitFor();
  await page.getByText(/^0:0[1-9]$/).waitFor();
  await look('home');
  await anna.hangUp();
  await page.getByText('Nobody is on the telephone.').waitFor();
  // One was answered, one was not.
  await expect.poll(() => tile('Calls today').textContent()).toMatch(/2\s*1 not answered/);
  expect(
    await page
      .getByRole('listitem')
      .filter({ hasText: /^Answered/ })
      .textContent(),
  ).toContain('50%');
  await page.getByText('As a table').click();
  const rows = page.getByRole('row').filter({ hasText: /^\d+:00 to/ });
  const told = (await rows.allTextContents()).filter((row) => !/00\s*0\s*0$/.test(row));
  expect(told.join()).toMatch(/^\d+:00 to \d+:00\s*1\s*1/);
  expect(await page.getByText('SIP udp').count()).toBe(1);
  await leave();
});

it('shows whose telephone is there and whose is not, as it happens', async () => {
  const { page, look, leave } = await visitAs(box, 'manager');
  await page.getByRole('link', { name: 'Whose are they?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Who can be called' });
  const rows = dialog.getByRole('grid', { name: 'SIP accounts' }).locator('tbody tr[data-row]');
  const told = () => rows.allTextContents();
  const isThere = /Anna Weber\s*201.*✓ Registered.*\d\d:\d\d.*127\./;
  await expect.poll(told).toEqual([expect.stringMatching(isThere), expect.stringMatching(/Bert Klein.*✓ Registered/)]);
  // He unplugs his telephone.
  await bert.register(0);
  const isGone = expect.stringMatching(/Bert Klein\s*202.*● Not registered.*\d\d:\d\d/);
  await expect.poll(told).toEqual([isGone, expect.stringMatching(isThere)]);
  await look('home-phones');
  await dialog.getByRole('combobox', { name: 'State' }).selectOption('Does not answer');
  await dialog.getByText('No SIP account matches.').waitFor();
  await dialog.getByRole('combobox', { name: 'State' }).selectOption('Not registered');
  await expect.poll(told).toEqual([isGone]);
  await dialog.getByRole('combobox', { name: 'State' }).selectOption('All');
  await dialog.getByRole('searchbox', { name: 'Name, number or device' }).fill('weber');
  await expect.poll(told).toEqual([expect.stringMatching(isThere)]);
  await page.reload();
  await expect.poll(() => rows.count()).toBe(2);
  await dialog.getByRole('button', { name: 'Name' }).click();
  await expect.poll(async () => (await told())[0]).toContain('Anna Weber');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(new URL(page.url()).search).toBe('');
  await page.getByText('1 is not registered').waitFor();
  await bert.register();
  await page.getByText('2 of 2').waitFor();
  await page.getByRole('link', { name: 'Whose are they?' }).click();
  await dialog.getByRole('link', { name: 'Bert Klein' }).click();
  await page.getByRole('heading', { name: 'Bert Klein' }).waitFor();
  await leave();
});

it('asks for itself where it cannot hear what goes on', async () => {
  const { page, signIn, leave, expected } = await visit(box);
  expected.push('ERR_FAILED');
  await page.route('**/api/v1/events', (route) => route.abort());
  await signIn('manager', PASSWORD);
  await page.getByText('Everything works.').waitFor();
  bert.manner = 'rings';
  await anna.dial('202');
  await page.getByText('Anna Weber → Bert Klein').waitFor();
  await anna.hangUp();
  await page.getByText('Nobody is on the telephone.').waitFor();
  bert.manner = 'answers';
  await leave();
});

it('tells each trouble in words, and what it means', async () => {
  const { page, signIn, look, leave } = await visit(box);
  const status = await client.get('/status');
  await page.route('**/api/v1/status', (route) =>
    route.fulfill({
      json: {
        ...status,
        switch_answers: false,
        disk: { ...status.disk, writable: false, error: 'No space left on device', records_waiting: 3 },
        bounds_reached: { calls_refused: 2, something_new_refused: 1 },
      },
    }),
  );
  await signIn('manager', PASSWORD);
  await page.getByText('The exchange does not answer: no calls can be made').waitFor();
  await page.getByText('Calls go on; 3 call records wait in memory.').waitFor();
  await page.getByText('2 calls, because too many went on at once').waitFor();
  await page.getByText('something_new_refused: 1').waitFor();
  expect(await page.getByText('Everything works.').count()).toBe(0);
  await look('home-trouble');
  await leave();
});

it('claims nothing while the box is not reached', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager');
  await page.getByText('Everything works.').waitFor();
  expected.push('ERR_FAILED');
  await page.route('**/api/v1/status', (route) => route.abort());
  // As when one comes back to the page; by itself it would ask a little later.
  const comeBack = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await comeBack();
  await page.getByText('The box does not answer.').waitFor();
  await page.getByText(/^What stands here is as of \d\d:\d\d:\d\d\.$/).waitFor();
  expect(await page.getByText('Everything works.').count()).toBe(0);
  await look('home-silent');
  await page.unroute('**/api/v1/status');
  await comeBack();
  await page.getByText('Everything works.').waitFor();
  await leave();
});

it('counts the newest calls of a day that has too many, and says so', async () => {
  const { page, signIn, look, leave } = await visit(box);
  const { items } = await client.get('/call-records?limit=1');
  let pages = 0;
  await page.route('**/api/v1/call-records?*', (route) => {
    pages += 1;
    const calls = Array.from({ length: 500 }, (_, index) => ({
      ...items[0],
      id: `${pages}-${index}`,
      started: new Date(new Date().setUTCHours(index % 22, 30)).toISOString(),
      answered: index % 5 ? items[0].started : null,
      ended: items[0].started,
      ring_s: 7,
      talk_s: 95,
    }));
    return route.fulfill({ json: { items: calls, next: 'more' } });
  });
  await signIn('manager', PASSWORD);
  await page.getByText('There were more calls today; the newest 5000 are counted.').waitFor();
  // All ten pages, or once more: one that tells that there is a gap, and all of them.
  await expect.poll(() => pages % 11).toBe(10);
  await page.getByText('7.0 s').waitFor();
  await look('home-busy');
  await leave();
});

it('shows no calls to who may not see them', async () => {
  const { page, leave } = await visitAs(box, 'installer');
  await page.getByText('2 of 2').waitFor();
  expect(await page.getByText('Calls today').count()).toBe(0);
  await leave();
});

it.each([
  ['de', 'Alles in Ordnung.', false],
  ['es', 'Todo funciona.', true],
] as const)('fits on a phone, in %s', async (language, well, dark) => {
  const { page, look, leave } = await visitAs(box, 'manager', '/', { language, width: 390, height: 1600, dark });
  await page.getByText(well).waitFor();
  await page.locator('svg rect').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await look(`home-${language}`);
  await page.goto(`${box.url}/home?phones=all`);
  await page.getByRole('dialog').getByText('Anna Weber').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await look(`home-phones-${language}`);
  await leave();
});
