// Roles: those of the program, and the office's own made of permissions.
import { expect, it } from 'vitest';
import { asked } from './asked';
import { signedIn } from './client';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();

it('makes a role, gives it, changes it, and deletes it when nobody has it', async () => {
  const { page, context, open, look, leave, expected } = await visitAs(box, 'manager', '/roles');
  expected.push('409', '412', '422');
  const card = (name: string) =>
    page.getByRole('article').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await card('Owner').getByText('1 login has it').waitFor();
  await card('Installer').getByText('permissions').click();
  await look('roles');
  await page.getByRole('button', { name: 'Add role' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the role').fill('Owner');
  await dialog.getByLabel('Change people, places').check();
  // To change is to see.
  expect(await dialog.getByLabel('See people, places').isChecked()).toBe(true);
  await look('roles-new');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').first().waitFor();
  await look('roles-new-refused');
  await dialog.getByLabel('Name of the role').fill('Reception');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The role Reception is saved.').waitFor();
  await card('Reception').getByText('0 logins have it').waitFor();
  const rows = async () => (await asked(box, context, 'GET', '/roles?built_in=false')).body.items;
  const [{ id, permissions }] = await rows();
  expect([...permissions].sort()).toEqual(['people-read', 'people-write']);

  const eva = { login: 'eva', role: { own: id }, password: 'a-first-password-7' };
  expect((await asked(box, context, 'POST', '/portal-users', eva)).status).toBe(201);
  // By itself, when the box tells of it.
  await card('Reception').getByText('1 login has it').waitFor();
  await page.getByRole('button', { name: 'Change Reception' }).click();
  await dialog.getByLabel('Name of the role').fill('Front desk');
  await dialog.getByLabel('See everybody').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await card('Front desk').waitFor();
  expect([...(await rows())[0].permissions].sort()).toEqual(['call-history-read', 'people-read', 'people-write']);

  // Somebody else changes it while one does.
  await page.getByRole('button', { name: 'Change Front desk' }).click();
  await dialog.getByLabel('Name of the role').fill('Reception desk');
  const now = await asked(box, context, 'GET', `/roles/${id}`);
  const theirs = { permissions: [...now.body.permissions, 'status-read'] };
  expect((await asked(box, context, 'PATCH', `/roles/${id}`, theirs, now.tag)).status).toBe(200);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Somebody else was quicker.').waitFor();
  expect(await dialog.getByLabel('Name of the role').inputValue()).toBe('Reception desk');
  await look('roles-conflict');
  await dialog.getByLabel('Name of the role').fill('Front desk');
  await dialog.getByLabel('See everybody').uncheck();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect((await rows())[0]).toMatchObject({ name: 'Front desk' });
  expect([...(await rows())[0].permissions].sort()).toEqual(['people-read', 'people-write', 'status-read']);

  await page.getByRole('button', { name: 'Delete Front desk' }).click();
  await dialog.getByText('needs another role first').waitFor();
  await dialog.getByRole('button', { name: 'Delete role' }).click();
  await dialog.getByRole('alert').waitFor();
  await look('roles-delete-refused');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  // The logins that have it are a click away.
  await card('Front desk').getByRole('link', { name: '1 login has it' }).click();
  await page.getByRole('link', { name: 'eva', exact: true }).waitFor();
  expect(await page.getByRole('link', { name: 'manager', exact: true }).count()).toBe(0);
  const found = (await asked(box, context, 'GET', '/portal-users?login=eva')).body.items[0];
  expect((await asked(box, context, 'DELETE', `/portal-users/${found.id}`)).status).toBe(204);
  await open('/roles');
  await page.getByRole('button', { name: 'Delete Front desk' }).click();
  await dialog.getByText('No login has it').waitFor();
  await dialog.getByRole('button', { name: 'Delete role' }).click();
  await page.getByText('The role Front desk is deleted.').waitFor();
  expect(await rows()).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await card('Front desk').waitFor();
  expect((await rows()).length).toBe(1);
  await leave();
});

it('lets nobody give what they have not', async () => {
  const client = signedIn(box, 'manager', PASSWORD);
  const permissions = ['portal-users-read', 'portal-users-write', 'own-read'];
  const role = await client.post('/roles', { name: 'Logins only', permissions });
  await box.user('nina', 'user', PASSWORD);
  const { items } = await client.get('/portal-users?login=nina');
  await client.patch(`/portal-users/${items[0].id}`, { role: { own: role.id } });
  const { page, context, look, leave } = await visitAs(box, 'nina', '/roles');
  await page.getByRole('button', { name: 'Make one like it: Owner' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('You can only give what you may do yourself').waitFor();
  const { body } = await asked(box, context, 'GET', '/permissions');
  const lacking: { about: string }[] = body.filter((one: { held: boolean }) => !one.held);
  expect(lacking.length).toBeGreaterThan(0);
  for (const { about } of lacking) {
    expect(await dialog.getByLabel(about, { exact: true }).isDisabled(), about).toBe(true);
    expect(await dialog.getByLabel(about, { exact: true }).isChecked(), about).toBe(false);
  }
  await look('roles-like');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The role Owner (copy) is saved.').waitFor();
  await leave();
});

it.each(['de', 'es', 'fr'])('speaks %s on a phone', async (language) => {
  const { page, look, leave } = await visitAs(box, 'manager', '/roles', {
    language,
    width: 390,
    dark: language === 'fr',
  });
  await page.getByRole('article').first().waitFor();
  await page.locator('main button').first().click();
  await page.getByRole('dialog').waitFor();
  await look(`roles-${language}`);
  await leave();
});
