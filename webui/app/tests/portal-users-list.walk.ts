// Portal users as a list: who is in it, a new one, one who goes.
import { expect, it } from 'vitest';
import { signedIn } from './client';
import { visit } from './page';
import { idOf, made } from './portal-users';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = signedIn(box, 'manager', PASSWORD);

it('makes a portal user with every field, and shows once what is to be handed over', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager', '/portal-users');
  expected.push('422', '409');
  const { total } = await client.get('/portal-users?limit=1');
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
  await page.getByText(`${total + 1} portal users`).waitFor();
  const row = (await client.get('/portal-users?login=eva')).items[0];
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
  await eva.sendLogin('eva', password);
  await eva.page.getByRole('heading', { name: 'Choisissez votre mot de passe' }).waitFor();
  await eva.leave();
});

it('asks before a form with something in it is closed', async () => {
  const { page, leave } = await visitAs(box, 'manager', '/portal-users');
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
  const { page, look, leave } = await visitAs(box, 'manager', '/portal-users', { width: 1440 });
  await made(client, 'gone', { expiration: '2026-01-31', email: 'gone@example.com', second_factor: 'pending' });
  await made(client, 'later', { activation: '2099-01-31', role: { 'built-in': 'call-centre-admin' } });
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
  const { page, look, leave } = await visitAs(box, 'manager', '/portal-users');
  const id = await made(client, 'brief');
  const own = page.getByRole('button', { name: 'Delete manager – You cannot delete your own login.' });
  expect(await own.isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Delete brief' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Nobody can sign in with this login any more').waitFor();
  await look('portal-users-delete');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await idOf(client, 'brief')).toBe(id);
  await page.getByRole('button', { name: 'Delete brief' }).click();
  await dialog.getByRole('button', { name: 'Delete user' }).click();
  await page.getByText('brief is deleted.').waitFor();
  expect(await idOf(client, 'brief')).toBeUndefined();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'brief', exact: true }).waitFor();
  expect(await idOf(client, 'brief')).toBe(id);
  await leave();
});

it('is worked by the keyboard alone', async () => {
  const { page, leave } = await visitAs(box, 'manager', '/portal-users');
  const id = await made(client, 'aaron');
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
  expect((await client.get(`/portal-users/${id}`)).email).toBe('aaron@example.com');
  await leave();
});

it.each(['de', 'es', 'fr'])('speaks %s on a phone', async (language) => {
  const id = await made(client, `hanna-${language}`);
  const how = { language, width: 390, dark: language === 'es' };
  const { page, open, look, leave } = await visitAs(box, 'manager', '/portal-users', how);
  await page.getByRole('link', { name: 'manager', exact: true }).waitFor();
  await look(`portal-users-${language}`);
  await page.locator('h1 + p, header button').first().waitFor();
  await open(`/portal-users/${id}?tab=security`);
  await page.getByRole('switch').waitFor();
  await look(`portal-user-${language}`);
  await leave();
});
