// Call history (F-176) as somebody uses it who wants to know why a customer was not answered.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { signedIn } from './client';
import { plugInAt } from './telephone';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ watcher: 'call-centre-admin', installer: 'installer' });
const client = signedIn(box, 'manager', PASSWORD);

beforeAll(async () => {
  const anna = await plugInAt(client, '201');
  const bert = await plugInAt(client, '202');
  await anna.register();
  // Before he plugs his telephone in.
  expect(await anna.call('202')).toBe(480);
  await bert.register();
  expect(await anna.call('202')).toBe(200);
  await Promise.all([anna.speak(), bert.speak()]);
  await anna.hangUp();
  bert.manner = 'is busy';
  expect(await anna.call('202')).toBe(486);
  expect(await anna.call('+4989555')).toBe(404);
  expect(await bert.call('201')).toBe(200);
  await bert.hangUp();
  anna.stop();
  bert.stop();
});

it('lists calls, newest first, and tells all of one', async () => {
  const { page, open, look, leave, expected } = await visitAs(box, 'manager');
  expected.push('404');
  await page.getByRole('link', { name: 'Call history' }).click();
  const table = page.getByRole('grid', { name: 'Calls' });
  await table.getByText('Not reachable').waitFor();
  const rows = table.locator('tbody tr[data-row]');
  expect(await rows.count()).toBe(5);
  expect(await rows.first().textContent()).toMatch(/\d\d:\d\d.*Bert Klein.*Anna Weber.*Inside.*Answered/);
  expect(await rows.nth(1).textContent()).toMatch(/Anna Weber.*\+4989555.*To outside.*Unknown number/);
  await look('calls');
  // With the keyboard alone: to the fourth call, open it, close it, and one is where one was.
  await rows.first().getByRole('link').focus();
  for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Call from Anna Weber (201) to Bert Klein (202)' });
  await dialog.getByText('202 is the internal number of Bert Klein.').waitFor();
  expect(await dialog.textContent()).toMatch(/The SIP account u202 rings\..*u201 called.*Good sound/);
  expect(await dialog.textContent()).toMatch(/Who hung up\s*The caller/);
  await look('calls-details');
  const address = page.url();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('A');
  // A link to a call can be passed on; one to a call that is gone says so.
  await page.goto(address);
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await open('/call-history?call=01890000-0000-7000-8000-000000000000');
  await page.getByText('This call is no longer there.').waitFor();
  await leave();
});

it('is narrowed by days, people, numbers, direction, ending and length, which the address keeps', async () => {
  const { page, look, leave } = await visitAs(box, 'manager');
  await page.getByRole('link', { name: 'Call history' }).click();
  const rows = page.getByRole('grid', { name: 'Calls' }).locator('tbody tr[data-row]');
  await expect.poll(() => rows.count()).toBe(5);
  await page.getByRole('button', { name: 'Yesterday' }).click();
  await page.getByText('No call matches these filters.').waitFor();
  await look('calls-none');
  await page.getByRole('button', { name: 'Today' }).click();
  await expect.poll(() => rows.count()).toBe(5);
  await page.getByRole('combobox', { name: 'How it ended' }).selectOption('Answered by nobody');
  await expect.poll(() => rows.count()).toBe(3);
  await page.getByLabel('Direction').selectOption('To outside');
  await expect.poll(() => rows.count()).toBe(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(() => rows.count()).toBe(5);
  await page.getByRole('combobox', { name: 'How it ended' }).selectOption('Busy');
  await expect.poll(() => rows.count()).toBe(1);
  expect(await rows.first().textContent()).toContain('Busy');
  await page.getByRole('combobox', { name: 'How it ended' }).selectOption('All');
  const length = page.getByRole('spinbutton', { name: 'Talked for at least' });
  await length.fill('3600');
  await page.keyboard.press('Enter');
  await page.getByText('No call matches these filters.').waitFor();
  expect(new URL(page.url()).search).toBe('?talk=3600');
  await length.fill('-5');
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBe(5);
  expect(await length.inputValue()).toBe('');
  // A number as people write it.
  await page.getByRole('combobox', { name: 'Person or number' }).fill('+49 (89) 555');
  await page.getByRole('option', { name: 'Number +49 (89) 555' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBe(1);
  expect(await page.getByRole('combobox', { name: 'Person or number' }).inputValue()).toBe('Number +49 (89) 555');
  await page.getByRole('combobox', { name: 'Person or number' }).fill('');
  await page.getByRole('combobox', { name: 'Person or number' }).pressSequentially('kle');
  await page.getByRole('option', { name: 'Bert Klein' }).waitFor();
  await look('calls-suggestion');
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBe(4);
  expect(new URL(page.url()).searchParams.get('person')).toBeTruthy();
  await page.reload();
  await rows.first().waitFor();
  await expect.poll(() => rows.count()).toBe(4);
  await expect.poll(() => page.getByRole('combobox', { name: 'Person or number' }).inputValue()).toBe('Bert Klein');
  // What ends before it begins is not asked for.
  await page.getByLabel('From day').fill('2026-03-05');
  await page.getByLabel('To day').fill('2026-03-04');
  await page.getByText('This is before the first day.').waitFor();
  await look('calls-wrong-days');
  expect(await page.getByRole('button', { name: 'Export as CSV' }).isDisabled()).toBe(true);
  await leave();
});

it('exports what is shown, which is noted', async () => {
  const { page, leave } = await visitAs(box, 'watcher', '/call-history?answered=no');
  await page.getByRole('grid').getByText('Unknown number').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ]);
  await page.getByText('The calls are exported.').waitFor();
  expect(download.suggestedFilename()).toBe('call-records.csv');
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toContain('+4989555');
  const { items } = await client.get('/audit?limit=1');
  expect(items[0]).toMatchObject({ who_name: 'watcher', event: { event: 'exported', what: 'calls', rows: 3 } });
  await leave();
});

it('goes on as one scrolls, and shows a call that comes', async () => {
  const anna = await plugInAt(client, '201');
  for (let times = 0; times < 120; times += 1) await anna.call('299');
  const { page, leave } = await visitAs(box, 'manager', '/call-history');
  const grid = page.getByRole('grid', { name: 'Calls' });
  await grid.locator('[data-row="10"]').waitFor();
  // Of all of them only what is in view exists.
  expect(await grid.locator('tbody tr[data-row]').count()).toBeLessThan(60);
  await grid.locator('[data-row="0"] a').focus();
  await page.keyboard.press('Control+End');
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('126');
  await page.keyboard.press('Control+End');
  await grid.getByText('Not reachable').waitFor();
  await page.keyboard.press('Control+Home');
  await anna.call('298');
  await grid.locator('[data-row="0"]').getByText('298').waitFor({ timeout: 15_000 });
  anna.stop();
  await leave();
});

it.each([
  ['de', false],
  ['fr', true],
] as const)('fits on a phone, in %s', async (language, dark) => {
  const { page, look, leave } = await visitAs(box, 'manager', '/call-history?direction=internal', {
    language,
    width: 390,
    height: 844,
    dark,
  });
  const grid = page.getByRole('grid');
  await grid.getByText('Bert Klein').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await look(`calls-${language}`);
  await grid.locator('[data-row="2"] a').click();
  await page.getByRole('dialog').getByText('PCMA/8000').first().waitFor();
  await look(`calls-details-${language}`);
  await page.keyboard.press('Escape');
  await leave();
});

it('is not for who may not see it', async () => {
  const { page, open, leave } = await visitAs(box, 'installer');
  expect(await page.getByRole('link', { name: 'Call history' }).count()).toBe(0);
  await open('/call-history');
  await page.getByText('You may not see this page.').waitFor();
  await leave();
});
