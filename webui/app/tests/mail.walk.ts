// The page of the mail server: set up, tried, changed, taken away; and how one gets there from where it is missed.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { signedIn } from './client';
import { startLetterbox, type Letterbox } from './letterbox';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll({ other: 'owner', olga: 'office-manager', ivo: 'installer', cora: 'call-centre-admin' });
const client = signedIn(box, 'other', PASSWORD);
let letterbox: Letterbox;

beforeAll(async () => {
  letterbox = await startLetterbox();
});
afterAll(() => letterbox.stop());

const server = () => client.get('/mail-server');
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const anna = async () => (await client.get('/people?first_name=Anna')).items[0].id as string;

it('is a link away where an invitation misses it, and tells an office manager that an owner must set it up', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'olga', '/people');
  expected.push('404', '409');
  await page.getByRole('button', { name: 'Menu of Anna Weber' }).click();
  await page.getByRole('menuitem', { name: 'Send invitation' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await look('mail-missing-invite');
  await page.getByRole('link', { name: 'Set up the mail server' }).click();
  await page.getByText('No mail server is set up').waitFor();
  await page.getByText('Only an owner can set the mail server up.').waitFor();
  expect(await page.getByLabel('Server (required)').isDisabled()).toBe(true);
  expect(await save(page).count()).toBe(0);
  await look('mail-missing');
  await leave();
});

it('is set up field by field and tried at once', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager');
  expected.push('404', '422', '502');
  await page.getByRole('link', { name: 'My company' }).click();
  await page.getByRole('link', { name: 'Mail', exact: true }).click();
  await page.getByText('No mail server is set up').waitFor();
  expect(await page.getByRole('button', { name: 'Send a test mail' }).count()).toBe(0);
  const host = page.getByLabel('Server (required)');
  await host.fill('not a server');
  await page.getByLabel('Sender’s address').fill('nobody');
  await page.getByLabel('Port').fill('99999');
  await save(page).click();
  await page.getByText('A whole number from 1 to 65535.').waitFor();
  await page.getByLabel('Port').fill('');
  // Where most of them take mail; only what was typed by hand stays.
  await page.getByLabel('Encryption').selectOption({ label: 'TLS from the beginning' });
  expect(await page.getByLabel('Port').inputValue()).toBe('465');
  await save(page).click();
  await expect.poll(() => page.locator('[aria-invalid]').count()).toBeGreaterThan(0);
  await look('mail-wrong');
  await page.getByLabel('Sender’s address').fill('box@example.com');
  await save(page).click();
  await expect.poll(() => host.getAttribute('aria-invalid')).toBe('true');
  await host.fill(letterbox.host);
  await page.getByLabel('Encryption').selectOption({ label: 'None' });
  await page.getByText('Everybody on the way can read').waitFor();
  expect(await page.getByLabel('Port').inputValue()).toBe('25');
  await page.getByLabel('Port').fill(String(letterbox.port));
  await page.getByLabel('Sender’s name').fill('Our exchange');
  await save(page).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await server()).toEqual({
    host: letterbox.host,
    port: letterbox.port,
    security: 'none',
    username: '',
    has_password: false,
    sender_address: 'box@example.com',
    sender_name: 'Our exchange',
  });
  const send = page.getByRole('button', { name: 'Send a test mail' });
  await page.getByLabel('Send to').fill('anna at home');
  await send.click();
  await page.getByLabel('Send to').and(page.locator('[aria-invalid]')).waitFor();
  await page.getByLabel('Send to').fill('anna@example.com');
  await send.click();
  await page.getByText('The mail server has taken the mail for anna@example.com.').waitFor();
  await look('mail');
  expect(await letterbox.letter('anna@example.com')).toContain('Our exchange');
  await leave();
});

it('takes a password and never shows it, tells what the server says, and which mails were given up', async () => {
  const { page, context, look, leave, expected } = await visitAs(box, 'manager', '/mail');
  expected.push('422', '502');
  await page.getByText(/^None since/).waitFor();
  await page.getByLabel('User name').fill('box@example.com');
  await page.getByLabel('Password').fill('post-secret-of-tests');
  // What is tried is what is saved.
  expect(await page.getByRole('button', { name: 'Send a test mail' }).isDisabled()).toBe(true);
  await page.getByText('Save first').waitFor();
  await save(page).click();
  await page.getByText('It is set and never shown.').waitFor();
  expect(await page.getByLabel('Password').inputValue()).toBe('');
  expect(await server()).toMatchObject({ username: 'box@example.com', has_password: true });
  await page.getByLabel('Send to').fill('anna@example.com');
  await page.getByRole('button', { name: 'Send a test mail' }).click();
  await page.getByText('The email could not be sent. The mail server says').waitFor();
  await look('mail-refused');

  // A password goes nowhere else by itself.
  await page.getByLabel('Server (required)').fill('smtp.example.net');
  await save(page).click();
  await page.getByLabel('Password').and(page.locator('[aria-invalid]')).waitFor();
  await page.getByRole('button', { name: 'Discard changes' }).click();

  const sent = await context.request.post(`${box.url}/api/v1/people/${await anna()}/invitation`, {
    headers: { origin: box.url },
    data: {},
  });
  expect(sent.status()).toBe(200);
  const lost = page.getByText('A mail could not be sent today');
  await expect
    .poll(
      async () => {
        await page.reload();
        await page.getByText('Mails that could not be sent').waitFor();
        await page
          .getByText(/^None since|A mail could not be sent/)
          .first()
          .waitFor();
        return lost.count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await lost.getByText('anna@example.com').waitFor();
  await look('mail-given-up');
  await leave();
});

it('keeps what is typed when somebody else is quicker', async () => {
  const { page, context, open, look, leave, expected } = await visitAs(box, 'manager');
  expected.push('412', '/events');
  await context.route('**/api/v1/events', (route) => route.abort());
  await open('/mail');
  await page.getByLabel('Sender’s name').fill('Ours');
  const { has_password: _, ...now } = await server();
  await client.put('/mail-server', { ...now, sender_name: 'Theirs' });
  await save(page).click();
  await page.getByText('Somebody else was quicker.').waitFor();
  await page.getByText('Now: Theirs').waitFor();
  expect((await server()).sender_name).toBe('Theirs');
  await look('mail-conflict');
  await save(page).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await server()).toMatchObject({ sender_name: 'Ours', has_password: true });
  await leave();
});

it('lets an office manager enter another password only, and others look', async () => {
  const { id } = await client.post('/roles', { name: 'Looks', permissions: ['settings-read', 'own-read'] });
  const user = (await client.get('/portal-users?login=ivo')).items[0];
  await client.patch(`/portal-users/${user.id}`, { role: { own: id } });
  const olga = await visitAs(box, 'olga', '/mail');
  await olga.page.getByText('Only an owner can change where mails go.').waitFor();
  expect(await olga.page.getByLabel('Server (required)').isDisabled()).toBe(true);
  expect(await olga.page.getByRole('button', { name: 'Remove the mail server' }).count()).toBe(0);
  await olga.page.getByLabel('Password').fill('another-secret-of-tests');
  await save(olga.page).click();
  await olga.page.getByText('Saved.', { exact: true }).waitFor();
  await olga.look('mail-office-manager');
  await olga.leave();
  const ivo = await visitAs(box, 'ivo', '/mail');
  await ivo.page.getByText('You may look at this, but not change it.').waitFor();
  expect(await ivo.page.getByLabel('Password').isDisabled()).toBe(true);
  expect(await ivo.page.getByRole('button', { name: 'Send a test mail' }).count()).toBe(0);
  await ivo.leave();
  const cora = await visitAs(box, 'cora', '/mail');
  await cora.page.getByText('You may not see this page').waitFor();
  await cora.leave();
});

it('is taken away after a question, and comes back without its password', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager', '/mail');
  expected.push('404');
  await page.getByRole('button', { name: 'Remove the mail server' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove the mail server?' });
  await look('mail-remove');
  await dialog.getByRole('button', { name: 'Remove the mail server' }).click();
  await page.getByText('No mail server is set up').waitFor();
  await page.getByText('The mail server is removed.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  await page.getByText('The password of the mail server is missing').waitFor();
  expect(await server()).toMatchObject({ host: letterbox.host, has_password: false });
  await leave();
});

it.each(['de', 'fr', 'es'])('speaks %s on a phone', async (language) => {
  const { page, look, leave } = await visitAs(box, 'manager', '/mail', {
    language,
    width: 390,
    dark: language === 'de',
  });
  await page.locator('form select').first().waitFor();
  await look(`mail-${language}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await leave();
});
