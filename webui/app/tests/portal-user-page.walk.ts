// The page of a portal user: what can be changed, of oneself and of those who may more.
import { expect, it } from 'vitest';
import { signedIn } from './client';
import { idOf, made } from './portal-users';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = signedIn(box, 'manager', PASSWORD);

it('changes all fields of another, the login too, and takes that back', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', '/portal-users');
  const id = await made(client, 'fritz');
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
  expect(await client.get(`/portal-users/${id}`)).toMatchObject({
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
  const id = await made(client, 'gerda');
  const { page, look, leave, expected } = await visitAs(box, 'manager', `/portal-users/${id}`);
  expected.push('412');
  await page.getByLabel('Email').fill('gerda@example.com');
  await client.patch(`/portal-users/${id}`, { language: 'de', email: 'theirs@example.com' });
  const save = page.getByRole('button', { name: 'Save', exact: true }).last();
  await save.click();
  await page.getByText('Somebody else was quicker').waitFor();
  expect(await page.getByLabel('Email').inputValue()).toBe('gerda@example.com');
  expect(await page.getByLabel('Language').inputValue()).toBe('de');
  await look('portal-user-conflict');
  await save.click();
  await page.getByText('Saved.').waitFor();
  expect(await client.get(`/portal-users/${id}`)).toMatchObject({
    language: 'de',
    email: 'gerda@example.com',
  });
  await leave();
});

it('shows one’s own role to read only, and does not delete oneself', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', `/portal-users/${await idOf(client, 'manager')}`);
  await page.getByText('You cannot change your own role').waitFor();
  expect(await page.getByLabel('Role').isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Delete user' }).isDisabled()).toBe(true);
  await page.getByText('You cannot delete your own login').waitFor();
  await look('portal-user-own');
  await leave();
});

it('tells why the last owner cannot end', async () => {
  const { page, look, leave, expected } = await visitAs(
    box,
    'manager',
    `/portal-users/${await idOf(client, 'manager')}`,
  );
  expected.push('409', '422');
  await page.getByLabel('Expiration date').fill('2099-02-01');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await page.getByText('the last owner', { exact: false }).first().waitFor();
  await look('portal-user-last-owner');
  // They are let in as before.
  await client.get('/me');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await leave();
});

it('lets nobody change who may more, and says so', async () => {
  await box.user('nina', 'office-manager', PASSWORD);
  const { page, look, leave } = await visitAs(box, 'nina', `/portal-users/${await idOf(client, 'manager')}`);
  await page.getByText('This login may do more than you').waitFor();
  expect(await page.getByLabel('Login').isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Delete user' }).isDisabled()).toBe(true);
  await look('portal-user-beyond');
  await leave();
});
