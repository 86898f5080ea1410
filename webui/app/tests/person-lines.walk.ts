// How a person is reached: lines, telephones and forwards.
import { expect, it } from 'vitest';
import { asManager } from './people-of-a-box';
import { save, saveAll, tab } from './person-form';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = asManager(box, PASSWORD);

it('adds a line, and takes it away with what hangs on it', async () => {
  const nils = await client.post('/people', { first_name: 'Nils' });
  const { page, look, leave } = await visitAs(box, 'manager', `/people/${nils.id}?tab=lines`);
  await page.getByRole('tabpanel', { name: 'Lines' }).getByText('This person has no line yet').waitFor();
  await page.getByRole('button', { name: 'Add a line' }).click();
  await page.getByLabel('Internal number').fill('260');
  await tab(page, 'Telephones').click();
  await page.getByRole('button', { name: 'Add telephone or forward' }).click();
  await page.getByRole('menuitem', { name: 'App in the browser' }).click();
  await saveAll(page);
  expect(await client.get(`/people/${nils.id}`)).toMatchObject({ devices: 1, lines: [{ number: '260' }] });
  await tab(page, 'Lines').click();
  await page.getByRole('button', { name: 'Remove Line 260' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove line 260' });
  await dialog.getByText('It is deleted as well.').first().waitFor();
  await look('person-remove-line');
  expect(await dialog.getByRole('button', { name: 'Remove Line 260' }).isDisabled()).toBe(true);
  await dialog.getByLabel('I am aware').check();
  await dialog.getByRole('button', { name: 'Remove Line 260' }).click();
  await page.getByText('Line 260 is gone.').waitFor();
  expect((await client.get(`/people/${nils.id}`)).lines).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('button', { name: 'Remove Line 260' }).waitFor();
  expect(await client.get(`/people/${nils.id}`)).toMatchObject({ devices: 1, lines: [{ number: '260' }] });
  await leave();
});

it('adds, shows, renews, changes and removes ways of reaching a person', async () => {
  const bert = await client.person('Bert');
  const { page, look, leave } = await visitAs(box, 'manager', `/people/${bert.id}?tab=telephones`);
  const add = async (kind: string) => {
    await page.getByRole('button', { name: 'Add telephone or forward' }).click();
    await page.getByRole('menuitem', { name: kind }).click();
  };
  await add('App in the browser');
  await add('SIP account');
  await page.getByRole('textbox', { name: 'SIP account' }).last().fill('bert-desk');
  await add('Forward to a SIP address');
  await page.getByRole('textbox', { name: 'Forward to a SIP address' }).fill('not an address');
  await save(page).click();
  await page.getByText('This is no SIP address').waitFor();
  await page.getByRole('textbox', { name: 'Forward to a SIP address' }).fill('bert@example.org');
  await save(page).click();
  const dialog = page.getByRole('dialog', { name: 'For Bert' });
  await dialog.getByText('SIP password of bert-desk').waitFor();
  await dialog.getByRole('button', { name: 'I have noted it down' }).click();
  expect(await client.get(`/people/${bert.id}`)).toMatchObject({ devices: 1, sip_accounts: 2, sip_forwards: 1 });

  const desk = page.getByRole('group', { name: 'SIP account bert-desk' });
  await desk.getByRole('button', { name: 'Show password' }).click();
  const before = await desk.locator('code').textContent();
  await look('person-secret');
  await desk.getByRole('button', { name: 'New password' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'New password' }).click();
  const after = await dialog.locator('code').textContent();
  expect(after).not.toBe(before);
  await dialog.getByRole('button', { name: 'I have noted it down' }).click();
  const { items } = await client.get(`/contact-methods?username=bert-desk`);
  expect((await client.post(`/contact-methods/${items[0].id}/reveal`)).password).toBe(after);

  await page.getByRole('button', { name: 'Remove Forward to a SIP address' }).click();
  await page.getByRole('button', { name: 'Remove App in the browser' }).click();
  await page.getByText('App in the browser: goes when you save.').waitFor();
  await page.getByRole('button', { name: 'Keep App in the browser' }).click();
  await saveAll(page);
  expect(await client.get(`/people/${bert.id}`)).toMatchObject({ devices: 1, sip_accounts: 2, sip_forwards: 0 });
  await leave();
});
