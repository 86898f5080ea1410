// Portal users: the list, a new one, the page of one with settings and security (F-17 to F-55).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asked } from './asked';
import { SMALL, startBox, type Box } from './box';
import { stopBrowser, visit, type Visit } from './page';
import { codeOf } from './totp';

const PASSWORD = 'seven-ducks-on-a-pond';
let box: Box;

beforeAll(async () => {
  box = await startBox(SMALL);
  await box.user('manager', 'owner', PASSWORD);
});
afterAll(async () => {
  await stopBrowser();
  await box.stop();
});

/** A visit of the owner at this page. */
async function owner(path: string, how: Parameters<typeof visit>[1] = {}): Promise<Visit> {
  const made = await visit(box, how);
  await made.signIn('manager', PASSWORD);
  await made.open(path);
  return made;
}

async function idOf({ context }: Visit, login: string): Promise<string> {
  return (await asked(box, context, 'GET', `/portal-users?login=${login}`)).body.items[0]?.id;
}

async function made(visit: Visit, login: string, more: object = {}): Promise<string> {
  const body = { login, role: { 'built-in': 'user' }, password: 'a-first-password-7', ...more };
  const reply = await asked(box, visit.context, 'POST', '/portal-users', body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body.id;
}

it('makes a portal user with every field, and shows once what is to be handed over', async () => {
  const visited = await owner('/portal-users');
  const { page, context, look, leave, expected } = visited;
  expected.push('422', '409');
  await page.getByText('1 portal user').waitFor();
  await page.getByRole('button', { name: 'Add new' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Login').getAttribute('maxlength')).toBe('64');
  await dialog.getByLabel('Login').fill('manager');
  await dialog.getByRole('button', { name: 'Generate a secure password' }).click();
  await dialog.getByText('Strong').waitFor();
  await dialog.getByLabel('Email').fill('nobody');
  await dialog.getByLabel('Role').selectOption('Transactions only');
  await look('portal-users-new');
  // What is wrong is told beside the field, and nothing that was typed is lost.
  await dialog.getByLabel('Email').fill('eva@example');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').first().waitFor();
  await look('portal-users-new-refused');
  expect(await dialog.getByLabel('Login').evaluate((field) => field === document.activeElement)).toBe(true);
  await dialog.getByLabel('Login').fill('eva');
  await dialog.getByLabel('Email').fill('eva@example.com');
  await dialog.getByLabel('Activation date').fill('2026-01-01');
  await dialog.getByLabel('Expiration date').fill('2099-12-31');
  await dialog.getByRole('combobox', { name: 'Time zone' }).fill('tokyo');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Language').selectOption('Français');
  const password = await dialog.getByRole('textbox', { name: 'Password' }).inputValue();
  expect(password.length).toBeLessThanOrEqual(32);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(password).waitFor();
  await look('portal-users-hand-over');
  // It is not shown again: a slip of the hand does not lose it.
  await page.mouse.click(5, 300);
  page.once('dialog', (question) => void question.dismiss());
  await page.keyboard.press('Escape');
  await dialog.getByText(password).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('2 portal users').waitFor();
  const row = (await asked(box, context, 'GET', '/portal-users?login=eva')).body.items[0];
  expect(row).toMatchObject({
    email: 'eva@example.com',
    role: { 'built-in': 'transactions-only' },
    activation: '2026-01-01',
    expiration: '2099-12-31',
    timezone: 'Asia/Tokyo',
    language: 'fr',
    must_change_password: true,
    status: 'active',
  });
  await leave();
  // The password is good for signing in, and nothing else before it is changed.
  const eva = await visit(box);
  await eva.open('/');
  await eva.page.locator('input[autocomplete=username]').fill('eva');
  await eva.page.locator('input[type=password]').fill(password);
  await eva.page.locator('form button[type=submit]').click();
  await eva.page.getByRole('heading', { name: 'Choisissez votre mot de passe' }).waitFor();
  await eva.leave();
});

it('asks before a form with something in it is closed', async () => {
  const { page, leave } = await owner('/portal-users');
  await page.getByRole('button', { name: 'Add new' }).click();
  await page.getByRole('dialog').getByLabel('Login').fill('half');
  page.once('dialog', (dialog) => void dialog.dismiss());
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').getByLabel('Login').inputValue()).toBe('half');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: 'Add new' }).evaluate((one) => one === document.activeElement)).toBe(
    true,
  );
  await leave();
});

it('lists login, status with its mark, email, role and second factor, narrowed by role when one searches', async () => {
  const visited = await owner('/portal-users', { width: 1440 });
  const { page, look, leave } = visited;
  await made(visited, 'gone', { expiration: '2026-01-31', email: 'gone@example.com', second_factor: 'pending' });
  await made(visited, 'later', { activation: '2099-01-31', role: { 'built-in': 'call-centre-admin' } });
  const line = (login: string) =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name: login, exact: true }) });
  // They come by themselves: the box tells that something has changed.
  await line('gone').getByText('Expired').waitFor();
  expect(await line('gone').textContent()).toMatch(/●\s*Expired.*gone@example\.com.*User.*Pending/s);
  await line('later').getByText('Not yet active').waitFor();
  await line('manager').getByText('Active', { exact: false }).first().waitFor();
  await look('portal-users');
  await page.getByRole('button', { name: 'Login', exact: true }).click();
  await page.getByRole('search').getByLabel('Role').selectOption({ label: 'Call-centre admin (1)' });
  // Not before Search is pressed.
  expect(await page.getByRole('row').count()).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByText('1 portal user', { exact: true }).waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await page.getByRole('button', { name: 'Show all' }).click();
  await line('manager').waitFor();
  await leave();
});

it('deletes from the list after asking, never oneself', async () => {
  const visited = await owner('/portal-users');
  const { page, look, leave } = visited;
  const id = await made(visited, 'brief');
  const own = page.getByRole('button', { name: 'Delete manager – You cannot delete your own login.' });
  expect(await own.isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Delete brief' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Nobody can sign in with this login any more').waitFor();
  await look('portal-users-delete');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await idOf(visited, 'brief')).toBe(id);
  await page.getByRole('button', { name: 'Delete brief' }).click();
  await dialog.getByRole('button', { name: 'Delete user' }).click();
  await page.getByText('brief is deleted.').waitFor();
  expect(await idOf(visited, 'brief')).toBeUndefined();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'brief', exact: true }).waitFor();
  expect(await idOf(visited, 'brief')).toBe(id);
  await leave();
});

it('changes all fields of another, the login too, and takes that back', async () => {
  const visited = await owner('/portal-users');
  const { page, context, look, leave } = visited;
  const id = await made(visited, 'fritz');
  await page.getByRole('link', { name: 'fritz', exact: true }).click();
  await page.getByRole('heading', { name: 'fritz' }).waitFor();
  await page.getByText('Active', { exact: false }).first().waitFor();
  const save = page.getByRole('button', { name: 'Save', exact: true }).last();
  expect(await save.isDisabled()).toBe(true);
  await page.getByLabel('Login').fill('friedrich');
  await page.getByLabel('Role').selectOption('Office manager');
  await page.getByLabel('Expiration date').fill('2026-02-01');
  await look('portal-user');
  await save.click();
  await page.getByRole('heading', { name: 'friedrich' }).waitFor();
  await page.getByText('Expired').first().waitFor();
  expect((await asked(box, context, 'GET', `/portal-users/${id}`)).body).toMatchObject({
    login: 'friedrich',
    role: { 'built-in': 'office-manager' },
    expiration: '2026-02-01',
    email: '',
  });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'fritz' }).waitFor();
  await leave();
});

it('keeps what was typed when somebody else was quicker', async () => {
  const visited = await owner('/portal-users');
  const { page, context, look, leave, expected } = visited;
  expected.push('412');
  const id = await made(visited, 'gerda');
  await visited.open(`/portal-users/${id}`);
  await page.getByLabel('Email').fill('gerda@example.com');
  expect(
    (await asked(box, context, 'PATCH', `/portal-users/${id}`, { language: 'de', email: 'theirs@example.com' })).status,
  ).toBe(200);
  const save = page.getByRole('button', { name: 'Save', exact: true }).last();
  await save.click();
  await page.getByText('Somebody else was quicker').waitFor();
  expect(await page.getByLabel('Email').inputValue()).toBe('gerda@example.com');
  expect(await page.getByLabel('Language').inputValue()).toBe('de');
  await look('portal-user-conflict');
  await save.click();
  await page.getByText('Saved.').waitFor();
  expect((await asked(box, context, 'GET', `/portal-users/${id}`)).body).toMatchObject({
    language: 'de',
    email: 'gerda@example.com',
  });
  await leave();
});

it('shows one’s own role to read only, and does not delete oneself', async () => {
  const visited = await owner('/portal-users');
  const { page, look, leave } = visited;
  await visited.open(`/portal-users/${await idOf(visited, 'manager')}`);
  await page.getByText('You cannot change your own role').waitFor();
  expect(await page.getByLabel('Role').isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Delete user' }).isDisabled()).toBe(true);
  await page.getByText('You cannot delete your own login').waitFor();
  await look('portal-user-own');
  await leave();
});

it('tells why the last owner cannot end', async () => {
  const visited = await owner('/portal-users');
  const { page, context, look, leave, expected } = visited;
  expected.push('409', '422');
  await visited.open(`/portal-users/${await idOf(visited, 'manager')}`);
  await page.getByLabel('Expiration date').fill('2099-02-01');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await page.getByText('the last owner', { exact: false }).first().waitFor();
  await look('portal-user-last-owner');
  expect((await asked(box, context, 'GET', '/me')).status).toBe(200);
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await leave();
});

it('switches the second factor of another on and off, and has them scan anew', async () => {
  const visited = await owner('/portal-users');
  const { page, context, look, leave } = visited;
  const id = await made(visited, 'hanna');
  await visited.open(`/portal-users/${id}?tab=security`);
  const factor = async () => (await asked(box, context, 'GET', `/portal-users/${id}`)).body.second_factor;
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
  const mia = await visit(box);
  mia.expected.push('401');
  await mia.signIn('mia', PASSWORD);
  const secret = async () => (await asked(box, mia.context, 'POST', '/me/second-factor')).body.secret;
  const code = codeOf(await secret());
  expect((await asked(box, mia.context, 'POST', '/me/second-factor/confirm', { code })).status).toBe(200);
  const visited = await owner('/portal-users');
  const { page, leave } = visited;
  await visited.open(`/portal-users/${await idOf(visited, 'mia')}?tab=security`);
  await page.getByText('Each sign-in asks for a one-time code').waitFor();
  await page.getByRole('button', { name: 'Reset 2FA key' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset 2FA key' }).click();
  await page.getByText('The key is forgotten').waitFor();
  await page.getByText('Pending').first().waitFor();
  await leave();
  // The session has ended with the key.
  await mia.open('/me');
  await mia.page.locator('input[autocomplete=username]').fill('mia');
  await mia.page.locator('input[type=password]').fill(PASSWORD);
  await mia.page.locator('form button[type=submit]').click();
  await mia.page.getByRole('heading', { name: 'Set up your authenticator app' }).waitFor();
  await mia.leave();
});

it('is worked by the keyboard alone', async () => {
  const visited = await owner('/portal-users');
  const { page, leave } = visited;
  const id = await made(visited, 'aaron');
  await page.getByRole('link', { name: 'aaron', exact: true }).focus();
  await page.keyboard.press('End');
  // The pencil, then the bin.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete aaron?' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'aaron' }).waitFor();
  await page.getByLabel('Email').focus();
  await page.keyboard.type('aaron@example.com');
  await page.keyboard.press('Enter');
  await page.getByText('Saved.').waitFor();
  expect((await asked(box, visited.context, 'GET', `/portal-users/${id}`)).body.email).toBe('aaron@example.com');
  await leave();
});

it('allows addresses and networks, several of them, and takes them away', async () => {
  const visited = await owner('/portal-users');
  const { page, context, look, leave, expected } = visited;
  expected.push('422');
  const id = await made(visited, 'ida');
  await visited.open(`/portal-users/${id}?tab=security`);
  const list = async () => (await asked(box, context, 'GET', `/portal-users/${id}`)).body.allow_list;
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
  await ida.page.locator('input[autocomplete=username]').fill('ida');
  await ida.page.locator('input[type=password]').fill('a-first-password-7');
  await ida.page.locator('form button[type=submit]').click();
  await ida.page.getByRole('alert').waitFor();
  await ida.look('sign-in-denied');
  await ida.leave();
});

it('asks before one locks oneself out', async () => {
  const visited = await owner('/portal-users');
  const { leave } = visited;
  const id = await made(visited, 'karl', { role: { 'built-in': 'owner' } });
  await leave();
  const karl = await visit(box);
  karl.expected.push('409', '401', '403');
  await karl.open('/');
  await karl.page.locator('input[autocomplete=username]').fill('karl');
  await karl.page.locator('input[type=password]').fill('a-first-password-7');
  await karl.page.locator('form button[type=submit]').click();
  await karl.page.getByLabel('Password that you were given').fill('a-first-password-7');
  await karl.page.getByLabel('New password').fill('kettle-orbit-mango-9');
  await karl.page.getByRole('button', { name: 'Change password' }).click();
  await karl.page.locator('header.bar').waitFor();
  await karl.open(`/portal-users/${id}?tab=security`);
  await karl.page.getByLabel('IP address or network').fill('10.1.2.3');
  await karl.page.getByRole('button', { name: 'Add IP' }).click();
  const dialog = karl.page.getByRole('dialog', { name: 'Lock yourself out?' });
  await dialog.waitFor();
  await karl.look('portal-user-lock-out');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await asked(box, karl.context, 'GET', `/portal-users/${id}`)).body.allow_list).toEqual([]);
  await karl.page.getByRole('button', { name: 'Add IP' }).click();
  await dialog.getByRole('button', { name: 'Save all the same' }).click();
  await dialog.waitFor({ state: 'detached' });
  await karl.leave();
  const after = await owner('/portal-users');
  expect((await asked(box, after.context, 'GET', `/portal-users/${id}`)).body.allow_list).not.toEqual([]);
  await after.leave();
});

it('gives somebody another password, and ends their sessions', async () => {
  const visited = await owner('/portal-users');
  const { page, context, look, leave } = visited;
  await box.user('lena', 'user', PASSWORD);
  const id = await idOf(visited, 'lena');
  const lena = await visit(box);
  lena.expected.push('401');
  await lena.signIn('lena', PASSWORD);
  await visited.open(`/portal-users/${id}?tab=security`);
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
  expect((await asked(box, context, 'GET', `/portal-users/${id}`)).body).toMatchObject({
    must_change_password: true,
    sessions: 0,
  });
  await leave();
});

it('lets nobody change who may more, and says so', async () => {
  await box.user('nina', 'office-manager', PASSWORD);
  const nina = await visit(box);
  await nina.signIn('nina', PASSWORD);
  await nina.open(`/portal-users/${await idOf(nina, 'manager')}`);
  await nina.page.getByText('This login may do more than you').waitFor();
  expect(await nina.page.getByLabel('Login').isDisabled()).toBe(true);
  expect(await nina.page.getByRole('button', { name: 'Delete user' }).isDisabled()).toBe(true);
  await nina.look('portal-user-beyond');
  await nina.leave();
});

it.each(['de', 'es', 'fr'])('speaks %s on a phone', async (language) => {
  const visited = await owner('/portal-users', { language, width: 390, dark: language === 'es' });
  const { page, look, leave } = visited;
  await page.getByRole('link', { name: 'manager', exact: true }).waitFor();
  await look(`portal-users-${language}`);
  await page.locator('h1 + p, header button').first().waitFor();
  await visited.open(`/portal-users/${await idOf(visited, 'hanna')}?tab=security`);
  await page.getByRole('switch').waitFor();
  await look(`portal-user-${language}`);
  await leave();
});
