// Invitations to the app: sent, sent again and withdrawn, from the page of a person and from the list. No test begins with a
// mail server.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startLetterbox, type Letterbox } from './letterbox';
import { asManager } from './people-of-a-box';
import { cellOf } from './people-table';
import { saveAll, tab } from './person-form';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = asManager(box, PASSWORD);
let letterbox: Letterbox;

beforeAll(async () => {
  letterbox = await startLetterbox();
});
afterEach(() => client.delete('/mail-server'));
afterAll(() => letterbox.stop());

it('sends, resends and withdraws an invitation, which needs an email address', async () => {
  const nils = await client.post('/people', { first_name: 'Nils' });
  const { page, look, leave, expected } = await visitAs(box, 'manager', `/people/${nils.id}?tab=telephones`);
  expected.push('409', '422');
  await page.getByText('An invitation needs an email address').waitFor();
  expect(await page.getByRole('button', { name: 'Send invitation' }).isDisabled()).toBe(true);
  await tab(page, 'Person').click();
  await page.getByLabel('Email address').fill('nils@example.com');
  await tab(page, 'Telephones').click();
  await page.getByText('Save the new email address first.').waitFor();
  await saveAll(page);
  await page.getByRole('button', { name: 'Send invitation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite Nils' });
  const send = dialog.getByRole('button', { name: 'Send' });
  await dialog.getByText('The invitation goes to nils@example.com.').waitFor();
  await send.click();
  // Without a mail server nothing can be sent: that is told.
  await dialog.getByRole('alert').waitFor();
  await look('person-invitation-refused');
  const server = { host: '127.0.0.1', port: 9, security: 'none', sender_address: 'box@example.com' };
  await client.put('/mail-server', server);
  await client.patch('/office', { portal_url: box.url });
  await send.click();
  await dialog.getByText('The invitation is on its way to nils@example.com.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('Pending').waitFor();
  await look('person-invitation');
  const first = (await client.get(`/people/${nils.id}`)).invitation;
  await page.getByRole('button', { name: 'Resend invitation' }).click();
  await dialog.getByText('Pending: can be accepted until').waitFor();
  await send.click();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  expect((await client.get(`/people/${nils.id}`)).invitation.sent).not.toBe(first.sent);
  await page.getByRole('button', { name: 'Withdraw invitation' }).click();
  await page.getByText('Not invited').waitFor();
  expect((await client.get('/invitations')).total).toBe(0);
  await leave();
});

it('invites by mail, asks for the address that is missing, and tells how it stands', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager', '/people', { width: 1800 });
  expected.push('409', '422');
  await page.getByRole('button', { name: 'Menu of Bert Klein' }).click();
  await page.getByRole('menuitem', { name: 'Send invitation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite Bert Klein' });
  const send = dialog.getByRole('button', { name: 'Send' });
  await dialog.getByText('Bert Klein has no email address yet').waitFor();
  expect(await send.isDisabled()).toBe(true);
  await dialog.getByLabel('Email address').fill('bert at home');
  await send.click();
  await dialog.getByRole('alert').first().waitFor();
  await look('people-invite-wrong');
  await dialog.getByLabel('Email address').fill('bert@example.com');
  await send.click();
  // There is no mail server yet: that is told, and the address is kept.
  await dialog.getByText('The invitation goes to bert@example.com.').waitFor();
  await dialog.getByRole('alert').first().waitFor();
  expect((await client.person('Bert')).email).toBe('bert@example.com');
  await look('people-invite-no-server');
  const server = { host: letterbox.host, port: letterbox.port, security: 'none', sender_address: 'box@example.com' };
  await client.put('/mail-server', server);
  await dialog.getByRole('checkbox').check();
  await send.click();
  await dialog.getByText('The invitation is on its way to bert@example.com.').waitFor();
  await look('people-invited');
  expect(await letterbox.letter('/invitation/')).toContain('bert@example.com');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  // One goes on where one was.
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused).toBe('Menu of Bert Klein');
  await expect.poll(() => cellOf(page, 'Bert Klein', 'invitation').innerText()).toContain('Pending');
  expect((await client.person('Bert')).invitation.accepted).toBe(null);
  const before = (await client.person('Bert')).invitation.sent;
  await page.getByRole('button', { name: 'Menu of Bert Klein' }).click();
  await page.getByRole('menuitem', { name: 'Resend invitation' }).click();
  await dialog.getByText('Pending: can be accepted until').waitFor();
  await look('people-invite-again');
  await send.click();
  await dialog.getByText('The invitation is on its way').waitFor();
  expect((await client.person('Bert')).invitation.sent).not.toBe(before);
  await leave();
});
