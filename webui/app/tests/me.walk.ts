// One's own page: settings, password, second factor, sessions, calls.
import { expect, it } from 'vitest';
import { asked } from './asked';
import { visit } from './page';
import { asManager } from './people-of-a-box';
import { plugInAt } from './telephone';
import { codeOf } from './totp';
import { boxForAll, PASSWORD, visitAs } from './walk';

const OTHER = 'kettle-orbit-mango-9';
const box = boxForAll({ anna: 'user', bert: 'user', dora: 'user', carla: 'office-manager' });

it('says so where no person and so no calls belong to a login', async () => {
  const { page, leave } = await visitAs(box, 'bert');
  await page.getByText('No person belongs to this login').waitFor();
  await leave();
});

it('shows a person their lines and calls', async () => {
  const client = asManager(box, PASSWORD);
  const logins = await client.get('/portal-users?login=anna');
  await client.patch(`/portal-users/${logins.items[0].id}`, { person: await client.idOf('Anna') });
  const { page, look, leave } = await visitAs(box, 'anna', '/', { width: 390 });
  await page.getByText('There are no such calls yet').waitFor();

  const [anna, bert] = [await plugInAt(client, '201'), await plugInAt(client, '202')];
  await Promise.all([anna.register(), bert.register()]);
  expect(await bert.call('201')).toBe(200);
  await bert.hangUp();
  bert.manner = 'is busy';
  expect(await anna.call('202')).toBe(486);
  anna.stop();
  bert.stop();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByText('Busy').waitFor();
  await page.getByText('Bert Klein (202)').first().waitFor();
  await look('me-calls-phone');
  await page.getByLabel('Which calls').selectOption('Answered by somebody');
  await page.getByText('Busy').waitFor({ state: 'detached' });
  expect(await page.getByRole('row').filter({ hasText: 'Bert Klein' }).count()).toBe(1);
  await leave();
  const wide = await visitAs(box, 'anna');
  await wide.page.getByText('Busy').waitFor();
  await wide.look('me-calls');
  await wide.leave();
});

it('keeps language and time zone, and asks before unsaved changes are lost', async () => {
  const { page, context, look, leave } = await visitAs(box, 'bert', '/me?tab=settings');
  await page.getByLabel('Language').selectOption('Deutsch');
  // By the keyboard alone: a few letters, an arrow, Enter.
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  expect(await zone.inputValue()).toBe('As the office');
  await zone.focus();
  await page.keyboard.type('new york');
  await page.getByRole('option', { name: 'America/New York' }).waitFor();
  await look('me-settings');
  await page.keyboard.press('Enter');
  expect(await zone.inputValue()).toBe('America/New York');
  // What is no zone leaves it as it was.
  await zone.fill('Gotham');
  await page.getByText('No time zone is called so').waitFor();
  await page.keyboard.press('Tab');
  expect(await zone.inputValue()).toBe('America/New York');
  const asksFirst = page.waitForEvent('dialog');
  page.once('dialog', (dialog) => void dialog.dismiss());
  await page.keyboard.press('Control+K');
  await page.keyboard.type('my page');
  await page.keyboard.press('Enter');
  expect((await asksFirst).message()).toContain('not saved');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('tab', { name: 'Einstellungen' }).waitFor();
  expect((await asked(box, context, 'GET', '/me')).body).toMatchObject({
    language: 'de',
    timezone: 'America/New_York',
  });
  await page.getByLabel('Sprache').selectOption('English');
  // What is the office's stays so when the office moves.
  const zeitzone = page.getByRole('combobox', { name: 'Zeitzone' });
  await zeitzone.fill('');
  await page.keyboard.press('Enter');
  expect(await zeitzone.inputValue()).toBe('Wie das Büro');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await page.getByRole('tab', { name: 'Settings' }).waitFor();
  expect(await zone.inputValue()).toBe('As the office');
  expect((await asked(box, context, 'GET', '/me')).body.own_timezone).toBe('');
  await leave();
});

it('takes a new email address with the right password only', async () => {
  const { page, context, leave, expected } = await visitAs(box, 'bert', '/me?tab=settings');
  expected.push('422');
  await page.getByLabel('Email address').fill('bert@example.com');
  await page.getByRole('textbox', { name: 'Password' }).fill('not the right one');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alert').first().waitFor();
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  expect((await asked(box, context, 'GET', '/me')).body.email).toBe('bert@example.com');
  await leave();
});

it('changes the password, and ends sessions elsewhere', async () => {
  const elsewhere = await visitAs(box, 'dora');
  const { page, context, look, leave, expected } = await visitAs(box, 'dora', '/me?tab=security');
  expected.push('422');
  elsewhere.expected.push('401');
  expect((await asked(box, context, 'GET', '/me/sessions')).body).toHaveLength(3);
  await look('me-security');
  await page.getByRole('button', { name: /^End the session of Chrome/ }).click();
  await page.getByText('The session has ended.').first().waitFor();
  expect((await asked(box, context, 'GET', '/me/sessions')).body).toHaveLength(2);
  // Where it was, the next step asks to sign in again.
  await elsewhere.open('/me');
  await elsewhere.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await elsewhere.leave();

  await page.getByRole('button', { name: 'End all other sessions' }).click();
  await page.getByRole('button', { name: 'End all other sessions' }).waitFor({ state: 'detached' });
  expect((await asked(box, context, 'GET', '/me/sessions')).body).toHaveLength(1);
  await page.getByLabel('Present password').fill(PASSWORD);
  await page.getByLabel('New password').fill('dora-dora-dora');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByRole('alert').first().waitFor();
  await page.getByLabel('New password').fill(OTHER);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Your password is changed').waitFor();
  await leave();
  const again = await visit(box);
  await again.signIn('dora', OTHER);
  await again.leave();
});

it('switches the second factor on by a scan and a code, and off by a code', async () => {
  const { page, context, open, look, leave, expected, sendLogin } = await visitAs(box, 'anna', '/me?tab=security', {
    dark: true,
  });
  expected.push('401');
  await page.getByRole('button', { name: 'Help on the second factor' }).click();
  await page.getByRole('heading', { name: 'The phone is lost' }).waitFor();
  await look('me-help');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByText('You cannot scan it?').click();
  const secret = (await page.locator('code').first().textContent()) ?? '';
  await look('me-scan');
  await page.getByLabel('Code of the app').fill('123');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('alert').waitFor();
  expect((await asked(box, context, 'GET', '/me')).body.second_factor).toBe('disabled');
  await page.getByLabel('Code of the app').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Confirm' }).click();
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await list.waitFor();
  const first = await list.getByRole('listitem').allTextContents();
  // They are not closed by accident.
  page.once('dialog', (dialog) => void dialog.dismiss());
  await page.keyboard.press('Escape');
  await list.waitFor();
  await look('me-recovery-codes');
  await page.getByLabel('I have kept these codes').check();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Each time you sign in').waitFor();
  expect((await asked(box, context, 'GET', '/me')).body.second_factor).toBe('activated');

  await page.getByRole('button', { name: 'New recovery codes' }).click();
  await page.getByLabel('Code of the app').fill(first[0] ?? '');
  await page.getByRole('button', { name: 'Make new codes' }).click();
  await list.waitFor();
  const codes = await list.getByRole('listitem').allTextContents();
  expect(codes).not.toContain(first[1]);
  await page.getByLabel('I have kept these codes').check();
  await page.getByRole('button', { name: 'Done' }).click();

  // A new phone: a code, signed out, and a scan at the next sign-in.
  await page.getByRole('button', { name: 'Reset 2FA key' }).click();
  await page.getByLabel('Code of the app').fill('AAAA-BBBB-CCCC-DDDD');
  await page.getByRole('button', { name: 'Reset key and sign out' }).click();
  await page.getByRole('alert').waitFor();
  await look('me-reset-key');
  await page.getByLabel('Code of the app').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Reset key and sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await sendLogin('anna', PASSWORD);
  await page.getByRole('heading', { name: 'Set up your authenticator app' }).waitFor();
  await page.getByText('You cannot scan it?').click();
  const next = (await page.locator('code').first().textContent()) ?? '';
  expect(next).not.toBe(secret);
  await page.getByLabel('Code of the app').fill(codeOf(next, 1));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await list.waitFor();
  const last = await list.getByRole('listitem').allTextContents();
  await page.getByLabel('I have kept these codes').check();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { name: 'My page' }).waitFor();

  await open('/me?tab=security');
  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByLabel('Code of the app').fill(last[0] ?? '');
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  await page.getByText('The second factor is off.').waitFor();
  expect((await asked(box, context, 'GET', '/me')).body.second_factor).toBe('disabled');
  await leave();
});

it.each(['de', 'es', 'fr'])('speaks %s on a phone', async (language) => {
  const { page, look, leave } = await visitAs(box, 'carla', '/me?tab=security', { language, width: 390 });
  await page.locator('h1').waitFor();
  await look(`me-security-${language}`);
  await leave();
});
