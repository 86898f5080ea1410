// Security of a portal user: second factor, addresses, password, sessions.
import { expect, it } from 'vitest';
import { asked } from './asked';
import { signedIn } from './client';
import { visit } from './page';
import { GIVEN, idOf, made } from './portal-users';
import { codeOf } from './totp';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = signedIn(box, 'manager', PASSWORD);

it('switches the second factor of another on and off, and has them scan anew', async () => {
  const id = await made(client, 'hanna');
  const { page, look, leave } = await visitAs(box, 'manager', `/portal-users/${id}?tab=security`);
  const factor = async () => (await client.get(`/portal-users/${id}`)).second_factor;
  const control = page.getByRole('switch', { name: 'Ask for a second factor' });
  expect(await control.getAttribute('aria-checked')).toBe('false');
  await control.click();
  await look('portal-user-factor');
  await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click();
  await page.getByText('Pending').first().waitFor();
  expect(await factor()).toBe('pending');
  expect(await page.getByRole('button', { name: 'Reset 2FA key' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Help on the second factor' }).click();
  await page.getByRole('heading', { name: 'A new phone' }).waitFor();
  await page.keyboard.press('Escape');
  await control.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  await page.getByText('Disabled').first().waitFor();
  expect(await factor()).toBe('disabled');
  await leave();
});

it('has somebody with a new phone scan a new key at the next sign-in', async () => {
  await box.user('mia', 'user', PASSWORD);
  const mia = await visitAs(box, 'mia');
  mia.expected.push('401');
  const secret = async () => (await asked(box, mia.context, 'POST', '/me/second-factor')).body.secret;
  const code = codeOf(await secret());
  expect((await asked(box, mia.context, 'POST', '/me/second-factor/confirm', { code })).status).toBe(200);
  const { page, leave } = await visitAs(box, 'manager', `/portal-users/${await idOf(client, 'mia')}?tab=security`);
  await page.getByText('Each sign-in asks for a one-time code').waitFor();
  await page.getByRole('button', { name: 'Reset 2FA key' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset 2FA key' }).click();
  await page.getByText('The key is forgotten').waitFor();
  await page.getByText('Pending').first().waitFor();
  await leave();
  // The session has ended with the key.
  await mia.open('/me');
  await mia.sendLogin('mia', PASSWORD);
  await mia.page.getByRole('heading', { name: 'Set up your authenticator app' }).waitFor();
  await mia.leave();
});

it('allows addresses and networks, several of them, and takes them away', async () => {
  const id = await made(client, 'ida');
  const { page, look, leave, expected } = await visitAs(box, 'manager', `/portal-users/${id}?tab=security`);
  expected.push('422');
  const list = async () => (await client.get(`/portal-users/${id}`)).allow_list;
  await page.getByText('signing in is possible from everywhere').waitFor();
  const field = page.getByLabel('IP address or network');
  const add = async (entry: string) => {
    await field.fill(entry);
    await page.getByRole('button', { name: 'Add IP' }).click();
  };
  await add('192.168.1.0/24');
  await page.getByRole('listitem').filter({ hasText: '192.168.1.0/24' }).waitFor();
  await page.getByText('All others are denied').waitFor();
  await add('2001:db8::/32');
  await page.getByRole('listitem').filter({ hasText: '2001:db8::/32' }).waitFor();
  await add('192.168.2.7/24');
  await page.getByRole('alert').first().waitFor();
  await add('not an address');
  await page.getByRole('alert').first().waitFor();
  await look('portal-user-security');
  expect(await list()).toEqual(['192.168.1.0/24', '2001:db8::/32']);
  await page.getByRole('button', { name: 'Remove 192.168.1.0/24' }).click();
  await page.getByRole('button', { name: 'Remove 192.168.1.0/24' }).waitFor({ state: 'detached' });
  expect(await list()).toEqual(['2001:db8::/32']);
  await leave();
  // Nobody signs in from elsewhere.
  const ida = await visit(box);
  ida.expected.push('403');
  await ida.open('/');
  await ida.sendLogin('ida', GIVEN);
  await ida.page.getByRole('alert').waitFor();
  await ida.look('sign-in-denied');
  await ida.leave();
});

it('asks before one locks oneself out', async () => {
  const id = await made(client, 'karl', { role: { 'built-in': 'owner' } });
  const { page, open, look, leave, expected, sendLogin } = await visit(box);
  expected.push('409', '401', '403');
  await open('/');
  await sendLogin('karl', GIVEN);
  await page.getByLabel('Password that you were given').fill(GIVEN);
  await page.getByLabel('New password').fill('kettle-orbit-mango-9');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.locator('header.bar').waitFor();
  await open(`/portal-users/${id}?tab=security`);
  await page.getByLabel('IP address or network').fill('10.1.2.3');
  await page.getByRole('button', { name: 'Add IP' }).click();
  const dialog = page.getByRole('dialog', { name: 'Lock yourself out?' });
  await dialog.waitFor();
  await look('portal-user-lock-out');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await client.get(`/portal-users/${id}`)).allow_list).toEqual([]);
  await page.getByRole('button', { name: 'Add IP' }).click();
  await dialog.getByRole('button', { name: 'Save all the same' }).click();
  await dialog.waitFor({ state: 'detached' });
  await leave();
  expect((await client.get(`/portal-users/${id}`)).allow_list).not.toEqual([]);
});

it('gives somebody another password, and ends their sessions', async () => {
  await box.user('lena', 'user', PASSWORD);
  const id = await idOf(client, 'lena');
  const lena = await visitAs(box, 'lena');
  lena.expected.push('401');
  const { page, look, leave } = await visitAs(box, 'manager', `/portal-users/${id}?tab=security`);
  await page.getByRole('button', { name: /^End the session of Chrome/ }).click();
  await page.getByText('The session has ended.').waitFor();
  await lena.open('/me');
  await lena.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await lena.leave();
  await page.getByRole('button', { name: 'Set password' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Generate a secure password' }).click();
  await dialog.getByText('Strong').waitFor();
  const password = await dialog.getByRole('textbox', { name: 'New password' }).inputValue();
  await dialog.getByRole('button', { name: 'Set password' }).click();
  await dialog.getByText(password).waitFor();
  await look('portal-user-password');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('must be changed at the next sign-in').first().waitFor();
  expect(await client.get(`/portal-users/${id}`)).toMatchObject({ must_change_password: true, sessions: 0 });
  await leave();
});
