// Saving what was changed of a person: all tabs at once, with something wrong, with one refusal, and while others change it too.
import { expect, it } from 'vitest';
import { asManager } from './people-of-a-box';
import { save, saveAll, tab } from './person-form';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = asManager(box, PASSWORD);

it('saves all tabs at once, and takes all of it back', async () => {
  const anna = await client.person('Anna Weber');
  const { page, look, leave } = await visitAs(box, 'manager', `/people/${anna.id}`);
  await page.getByLabel('Job title').fill('Head of sales');
  await look('person-edit');
  await tab(page, 'Lines').click();
  await page.getByLabel('Internal caller ID').fill('Sales desk');
  await page.getByLabel('This line has a mailbox').check();
  await look('person-edit-lines');
  await tab(page, 'Telephones').click();
  await page.getByRole('button', { name: 'Add telephone or forward' }).click();
  await page.getByRole('menuitem', { name: 'Forward to a number outside' }).click();
  await page.getByRole('textbox', { name: 'Forward to a number outside' }).fill('+49 170 123');
  await look('person-edit-telephones');
  await tab(page, 'Portal login').click();
  await page.getByRole('textbox', { name: 'Login' }).fill('anna');
  await look('person-edit-login');
  await tab(page, 'Advanced').click();
  await page.getByLabel('Generate a secure password').check();
  await look('person-edit-advanced');
  const { version } = await client.get('/people?limit=1');
  await save(page).click();
  await page.getByRole('dialog', { name: 'For Anna Weber' }).waitFor();
  expect((await client.get('/people?limit=1')).version).toBe(version + 1);
  await look('person-edit-made');
  await page.getByRole('button', { name: 'I have noted it down' }).click();

  const after = await client.get(`/people/${anna.id}`);
  expect(after).toMatchObject({ job_title: 'Head of sales', pstn_forwards: 1, login: { login: 'anna' } });
  const line = await client.get(`/lines/${anna.lines[0].id}`);
  expect(line.internal_caller_id).toBe('Sales desk');
  expect(line.mailbox).not.toBeNull();

  await tab(page, 'Recent changes').click();
  await page.getByText('Head of sales').first().waitFor();
  await look('person-edit-changes');
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  const back = await client.get(`/people/${anna.id}`);
  expect(back).toMatchObject({ job_title: anna.job_title, pstn_forwards: 0, login: null });
  expect((await client.get(`/lines/${anna.lines[0].id}`)).mailbox).toBeNull();
  await leave();
});

it('marks the tab in which something is wrong, saves nothing of it, and keeps what was typed', async () => {
  const bert = await client.person('Bert Klein');
  const { page, look, leave, expected } = await visitAs(box, 'manager', `/people/${bert.id}`);
  expected.push('409', '422');
  await page.getByLabel('Last name').fill('Groß');
  await tab(page, 'Lines').click();
  await page.getByLabel('Internal number').fill('12x');
  await tab(page, 'Person').click();
  await save(page).click();
  await page.getByText('Nothing was saved yet').waitFor();
  expect(await tab(page, 'Lines').getAttribute('aria-selected')).toBe('true');
  await page.getByText('1 to 15 digits').waitFor();
  await look('person-edit-wrong');
  // A number that somebody else has is refused by the box, before anything else is written.
  await page.getByLabel('Internal number').fill('201');
  await save(page).click();
  await page.getByText('in the tab Lines was not saved').waitFor();
  await page.getByText('Nothing was saved. What you typed is still there.').waitFor();
  await look('person-edit-refused');
  expect((await client.get(`/people/${bert.id}`)).last_name).toBe('Klein');
  await page.getByLabel('Internal number').fill('212');
  await saveAll(page);
  expect(await client.get(`/people/${bert.id}`)).toMatchObject({ last_name: 'Groß', lines: [{ number: '212' }] });
  await leave();
});

it('saves nothing at all when one of several changes is refused, and all of it afterwards', async () => {
  const [anna, bert] = [await client.person('Anna Weber'), await client.person('Bert')];
  const number = await client.post('/phone-numbers', { number: '+4989300' });
  const { page, look, leave } = await visitAs(box, 'manager', `/people/${bert.id}`);
  await page.getByLabel('Department').fill('Stores');
  await tab(page, 'Lines').click();
  await page.getByRole('combobox', { name: 'DID number', exact: true }).selectOption({ label: '+4989300' });
  await page.getByLabel('A DID number that the box').fill('+49 89 301');
  await client.patch(`/phone-numbers/${number.id}`, { line: anna.lines[0].id });
  await save(page).click();
  await page.getByText('+4989300 rings another line by now.').first().waitFor();
  await page.getByText('Nothing was saved. What you typed is still there.').waitFor();
  await look('person-edit-one-refused');
  expect((await client.get(`/people/${bert.id}`)).department).toBe('');
  await page.getByRole('button', { name: 'Remove +4989300' }).click();
  await saveAll(page);
  expect((await client.get(`/people/${bert.id}`)).department).toBe('Stores');
  const line = await client.get(`/lines/${bert.lines[0].id}`);
  expect(line.direct_numbers.map(({ number }: { number: string }) => number)).toEqual(['+4989301']);
  // The number that was just made stays with whatever is saved next.
  await page.getByLabel('Internal caller ID').fill('Bert from the workshop');
  await saveAll(page);
  expect((await client.get(`/lines/${bert.lines[0].id}`)).direct_numbers).toHaveLength(1);
  await tab(page, 'Person').click();
  await page.getByText('Public number +4989301').waitFor();
  await leave();
});

it('tells when somebody else was quicker, and takes over what does not clash', async () => {
  const bert = await client.person('Bert');
  const { page, look, leave } = await visitAs(box, 'manager', `/people/${bert.id}`);
  await page.getByLabel('Job title').fill('Carpenter');
  await client.patch(`/people/${bert.id}`, { department: 'Workshop' });
  await expect.poll(() => page.getByLabel('Department').inputValue()).toBe('Workshop');
  expect(await page.getByLabel('Job title').inputValue()).toBe('Carpenter');
  await client.patch(`/people/${bert.id}`, { job_title: 'Joiner' });
  await page.getByText('Somebody else was quicker').waitFor();
  await page.getByText('Now: Joiner (saved by somebody else)').waitFor();
  expect(await page.getByLabel('Job title').inputValue()).toBe('Carpenter');
  await look('person-edit-conflict');
  await saveAll(page);
  expect(await client.get(`/people/${bert.id}`)).toMatchObject({ job_title: 'Carpenter', department: 'Workshop' });
  await leave();
});

it('names what a colleague has removed while it was edited, and keeps the rest that is typed', async () => {
  const bert = await client.person('Bert');
  const kind = { 'pstn-forward': { number: '+4989777' } };
  const forward = await client.post('/contact-methods', { line: bert.lines[0].id, kind, position: 9 });
  const { page, leave } = await visitAs(box, 'manager', `/people/${bert.id}`);
  await page.getByLabel('CRM user').fill('crm-7');
  await tab(page, 'Telephones').click();
  await page.getByRole('group', { name: 'Forward to a number outside +4989777' }).getByRole('textbox').fill('+4989778');
  await client.delete(`/contact-methods/${forward.id}`);
  await page.getByText('Somebody else has removed: Forward to a number outside +4989777.').waitFor();
  await saveAll(page);
  expect((await client.get(`/people/${bert.id}`)).crm_user).toBe('crm-7');
  await client.patch(`/people/${bert.id}`, { crm_user: '' });
  await leave();
});
