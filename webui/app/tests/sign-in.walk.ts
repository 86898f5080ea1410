// Coming in: wrong and right passwords, and what the frame around the pages does.
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { asked } from './asked';
import { signedIn } from './client';
import { startLetterbox } from './letterbox';
import { visit } from './page';
import { codeOf } from './totp';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = signedIn(box, 'manager', PASSWORD);

it('refuses a wrong password in words, and lets the right one in', async () => {
  const { page, open, look, leave, expected } = await visit(box);
  expected.push('401');
  await open('/people');
  await page.getByLabel('Login, email address').fill('manager');
  await page.getByLabel('Password', { exact: false }).first().fill('not the right one');
  await look('sign-in');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').waitFor();
  await look('sign-in-refused');
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  // Where one wanted to go.
  await page.getByRole('link', { name: 'People', exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/people');
  await look('shell');
  await leave();
});

it('finds a person by a few letters of the name', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager');
  // Home asks again and again how the box is, the last time perhaps when nobody is signed in any more.
  expected.push('/api/v1/status');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('ann');
  await page.getByRole('option', { name: 'Anna Weber' }).waitFor();
  await look('palette');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'manager' }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await look('shell-dark');
  await page.getByRole('button', { name: 'manager' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await leave();
});

it.each(['de', 'es', 'fr'])('speaks %s', async (language) => {
  const { page, open, look, leave } = await visit(box, { language, width: 390, dark: language === 'fr' });
  await open('/');
  await page.locator('input[autocomplete=username]').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe(language);
  await look(`sign-in-${language}`);
  await leave();
});

it('tells how long to wait after many wrong tries', async () => {
  const { page, open, look, leave, expected } = await visit(box);
  expected.push('401', '429');
  await open('/');
  for (let tries = 0; tries < 11; tries += 1) {
    await page.getByLabel('Login, email address').fill('whoever');
    await page.locator('input[type=password]').fill('not the right one');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Log in', disabled: false }).waitFor();
  }
  await page
    .getByRole('alert')
    .filter({ hasText: /wait .*(second|minute)/ })
    .waitFor();
  await look('sign-in-wait');
  await leave();
});

it('offers no new password where no letter can be sent', async () => {
  const { page, open, leave } = await visit(box);
  await open('/?forgotten=yes');
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  expect(await page.getByRole('button', { name: 'Reset password' }).count()).toBe(0);
  await leave();
});

it('replaces a forgotten password by the link of a letter, whose token does not stay in the address', async () => {
  const letterbox = await startLetterbox();
  onTestFinished(letterbox.stop);
  const server = { host: letterbox.host, port: letterbox.port, security: 'none', sender_address: 'box@example.com' };
  await client.put('/mail-server', server);
  await client.patch('/office', { support_contact: 'Anna, phone 201' });
  const anna = {
    login: 'anna',
    role: { 'built-in': 'user' },
    password: 'a-first-password-7',
    email: 'anna.w@example.com',
  };
  await client.post('/portal-users', anna);

  const { page, open, look, leave, expected, sendLogin } = await visit(box, { width: 390 });
  expected.push('401', '422');
  await open('/');
  // F-12: whom to ask.
  await page.getByText('Ask Anna, phone 201').waitFor();
  await page.getByRole('button', { name: 'Reset password' }).click();
  await page.getByLabel('Login, email address').fill('nobody at all');
  await page.getByRole('button', { name: 'Send the link' }).click();
  const same = (await page.getByText('a link is on its way').textContent()) ?? '';
  await page.getByRole('button', { name: 'Back to sign in' }).click();
  await page.getByRole('button', { name: 'Reset password' }).click();
  await look('forgotten');
  await page.getByLabel('Login, email address').fill('anna');
  await page.getByRole('button', { name: 'Send the link' }).click();
  expect(await page.getByText('a link is on its way').textContent()).toBe(same);
  await look('forgotten-sent');

  const letter = await letterbox.letter('/reset#');
  const link = /https:\/\/\S+\/reset#[\w-]+/.exec(letter)?.[0] ?? '';
  await page.goto(link);
  await page.getByRole('heading', { name: 'New password' }).waitFor();
  expect(page.url()).not.toContain('#');
  await page.getByLabel('New password').fill('password1234');
  await page.getByRole('button', { name: 'Save the new password' }).click();
  await page.getByRole('alert').first().waitFor();
  await look('new-password-weak');
  await page.getByLabel('New password').fill('kettle-orbit-mango-9');
  await page.getByRole('button', { name: 'Save the new password' }).click();
  await page.getByText('Your new password is saved').waitFor();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await sendLogin('anna', 'kettle-orbit-mango-9');
  await page.locator('header.bar').waitFor();
  // A second time it is good for nothing.
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByLabel('New password').fill('another-orbit-mango-9');
  await page.getByRole('button', { name: 'Save the new password' }).click();
  await page.getByText('This link has been used').waitFor();
  await look('new-password-spent');
  await leave();
});

it('lets nobody further who owes a password of their own and a scanned key', async () => {
  const bert = {
    login: 'bert',
    role: { 'built-in': 'user' },
    password: 'a-first-password-7',
    second_factor: 'pending',
  };
  await client.post('/portal-users', bert);

  const { page, context, open, look, leave, expected, sendLogin } = await visit(box);
  expected.push('401', '422');
  await open('/me');
  await sendLogin('bert', 'a-first-password-7');
  await page.getByRole('heading', { name: 'Set up your authenticator app' }).waitFor();
  await page.getByRole('img', { name: 'QR code' }).waitFor();
  await look('owed-scan');
  await page.getByText('You cannot scan it?').click();
  const secret = (await page.locator('code').first().textContent()) ?? '';
  await page.getByLabel('Code of the app').fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('alert').waitFor();
  // A wrong code ends no session.
  expect((await asked(box, context, 'GET', '/me')).body.next).toBe('scan-key');
  await page.getByLabel('Code of the app').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Recovery codes' }).waitFor();
  await look('owed-recovery-codes');
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  const saved = readFileSync(await download.path(), 'utf8');
  expect(codes.length).toBeGreaterThan(4);
  for (const code of codes) expect(saved).toContain(code);
  await page.getByLabel('I have kept these codes').check();
  await page.getByRole('button', { name: 'Done' }).click();

  await page.getByRole('heading', { name: 'Choose your own password' }).waitFor();
  await look('owed-password');
  await page.getByLabel('Password that you were given').fill('wrong');
  await page.getByLabel('New password').fill('kettle-orbit-mango-9');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByRole('alert').first().waitFor();
  expect(
    await page.getByLabel('Password that you were given').evaluate((field) => field === document.activeElement),
  ).toBe(true);
  await page.getByLabel('Password that you were given').fill('a-first-password-7');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByRole('heading', { name: 'My page' }).waitFor();
  expect((await asked(box, context, 'GET', '/me')).body).toMatchObject({ next: 'nothing', second_factor: 'activated' });

  // From now on each sign-in asks for a code.
  await page.getByRole('button', { name: 'bert' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await sendLogin('bert', 'kettle-orbit-mango-9');
  await page.getByLabel('Code', { exact: false }).fill(codes[0] ?? '');
  await look('sign-in-code');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'My page' }).waitFor();
  await leave();
});

it('shows the way to the organisation to who manages it, and to nobody else', async () => {
  const owner = await visitAs(box, 'manager', '/me');
  await owner.look('me-owner');
  await owner.page.getByRole('link', { name: 'Manage organization' }).click();
  await owner.page.getByRole('link', { name: 'My company' }).click();
  await owner.page.getByRole('link', { name: 'Portal users' }).waitFor();
  await owner.leave();
  await box.user('carla', 'user', PASSWORD);
  const user = await visitAs(box, 'carla');
  await user.page.getByRole('heading', { name: 'My page' }).waitFor();
  expect(await user.page.getByText('Manage organization').count()).toBe(0);
  await user.open('/portal-users');
  await user.page.getByText('You may not see this page').waitFor();
  await user.leave();
});
