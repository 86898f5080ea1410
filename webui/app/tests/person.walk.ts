// The forms of a person: the wizard for a new one, and the page on which one is changed.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { SMALL, startBox, type Box } from './box';
import { stopBrowser, visit } from './page';

const PASSWORD = 'seven-ducks-on-a-pond';
let box: Box;

beforeAll(async () => {
  box = await startBox(SMALL);
  await box.user('manager', 'owner', PASSWORD);
  await box.user('office', 'office-manager', PASSWORD);
});
afterAll(async () => {
  await stopBrowser();
  await box.stop();
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

/** Asks the box as whoever has signed in, past the page. */
async function ask(page: Page, path: string, method = 'GET', body?: unknown): Promise<Json> {
  return page.evaluate(
    async ([path, method, body]) => {
      const headers: Record<string, string> = body
        ? { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }
        : {};
      const answer = await fetch(`/api/v1${path}`, { method: method!, headers, ...(body && { body }) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
      return text && JSON.parse(text);
    },
    [path, method, body === undefined ? '' : JSON.stringify(body)],
  );
}

/** The person of this name. */
async function personCalled(page: Page, name: string): Promise<Json> {
  const { items } = await ask(page, `/people?full_name=${encodeURIComponent(name)}`);
  return items[0];
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const save = (page: Page) => page.getByRole('button', { name: 'Save all tabs' });
/** Saves, and waits until nothing is unsaved any more. */
async function saveAll(page: Page): Promise<void> {
  await save(page).click();
  await page.getByText('There are unsaved changes.').waitFor({ state: 'hidden' });
  await page.locator('form button[type=submit]:not([aria-busy])').waitFor();
}

it('makes a person with a login, a line, a mailbox and an account in one request', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await ask(page, '/phone-numbers', 'POST', { number: '+4989100', label: 'Front desk' });
  await ask(page, '/announcements', 'POST', { name: 'This call is recorded' });
  await open('/people/new');
  await page.getByLabel('First name').fill('Ida');
  await page.getByLabel('Last name').fill('Berg');
  await page.getByLabel('Department').fill('Sales');
  await page.getByLabel('Job title').fill('Accountant');
  await page.getByLabel('Email address').fill('ida@example.com');
  await page.getByLabel('CRM user').fill('crm-7');

  await page.getByRole('button', { name: 'New schedule' }).click();
  await page.getByLabel('Name of the schedule').fill('Mornings');
  await page.getByLabel('Until').fill('08:00');
  await page.getByRole('button', { name: 'Add schedule' }).click();
  await page.getByRole('dialog').getByText('This must be later').waitFor();
  await look('person-schedule-wrong');
  await page.getByLabel('Until').fill('12:30');
  await page.getByLabel('Friday').uncheck();
  await look('person-schedule');
  await page.getByRole('button', { name: 'Add schedule' }).click();
  await page
    .getByLabel('Time schedule')
    .locator('option:checked', { hasText: 'Mornings' })
    .waitFor({ state: 'attached' });

  await page.getByLabel('Login').fill('ida');
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByLabel('Type a password').check();
  await page.locator('input[autocomplete=new-password]').fill('ida ida ida ida');
  await page.getByText('Not good enough').waitFor();
  await look('person-new');
  await page.getByLabel('Generate a secure password, which').check();
  await page.getByRole('button', { name: 'Next' }).click();

  await page.getByRole('heading', { name: 'The application line of Ida Berg' }).waitFor();
  expect(await page.getByLabel('Internal number').inputValue()).toBe('203');
  await page
    .getByRole('combobox', { name: 'DID number', exact: true })
    .selectOption({ label: '+4989100 · Front desk' });
  await page.getByLabel('A DID number that the box').fill('+49 89 101');
  await page.getByRole('combobox', { name: 'When unavailable' }).selectOption({ label: 'To another line' });
  await page.getByRole('combobox', { name: 'Line', exact: true }).fill('ann');
  await page.getByRole('option', { name: '201 Anna Weber' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Caller IDs' }).selectOption({ label: '+4989100 · Front desk' });
  await page.getByLabel('Internal caller ID').fill('Ida (Sales)');
  await page.getByLabel('Internal announcement').selectOption({ label: 'This call is recorded' });
  await page.getByLabel('Inbound external').check();
  await page.getByLabel('In the portal').check();
  await page.getByLabel('Record on demand').check();
  await page.getByText('needs a code to dial').waitFor();
  await page.getByLabel('Feature code').fill('*1');
  await page.getByRole('button', { name: 'Define *1' }).click();
  await page.getByText('They dial *1 during a call').waitFor();
  await page.getByLabel('PIN').fill('4711');
  await look('person-new-line');
  await page.getByRole('button', { name: 'Add Ida Berg' }).click();

  const dialog = page.getByRole('dialog', { name: 'For Ida Berg' });
  await dialog.waitFor();
  await look('person-made');
  const sip = await dialog.locator('dt:text-is("SIP password") + dd code').textContent();
  const password = await dialog.locator('dt:text-is("Password") + dd code').textContent();
  expect(sip?.length).toBeGreaterThan(10);
  expect(password?.length).toBeGreaterThan(10);
  await dialog.getByRole('button', { name: 'I have noted it down' }).click();
  await page.waitForURL(`${box.url}/people`);
  await page.getByText('Berg', { exact: true }).first().waitFor();
  await look('person-in-list');

  const ida = await personCalled(page, 'Ida Berg');
  expect(ida).toMatchObject({
    department: 'Sales',
    job_title: 'Accountant',
    crm_user: 'crm-7',
    time_frame_name: 'Mornings',
    sip_accounts: 1,
    login: { login: 'ida' },
  });
  const line = await ask(page, `/lines/${ida.lines[0].id}`);
  const anna = await personCalled(page, 'Anna Weber');
  expect(line).toMatchObject({
    number: '203',
    when_unavailable: { line: anna.lines[0].id },
    outside_calls: true,
    internal_caller_id: 'Ida (Sales)',
    recording: { inbound_external: true, outbound_external: false, on_demand: true, deliveries: ['portal'] },
  });
  expect(line.internal_announcement).not.toBeNull();
  expect(line.direct_numbers.map(({ number }: Json) => number).sort()).toEqual(['+4989100', '+4989101']);
  expect(line.caller_ids).toHaveLength(2);
  expect((await ask(page, `/mailboxes/${line.mailbox}`)).email).toBe('ida@example.com');
  const credentials = await ask(page, `/contact-methods/${line.contact_methods[0]}/reveal`, 'POST');
  expect(credentials).toMatchObject({ username: '203', password: sip });
  await leave();
});

it('says what is wrong with a new person where it is, and loses nothing', async () => {
  const { page, signIn, open, look, leave, expected } = await visit(box);
  expected.push('409', '422');
  await signIn('manager', PASSWORD);
  await open('/people/new');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('A first name is needed.').waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
  expect(await focused()).toBe(await page.getByLabel('First name').getAttribute('id'));
  await page.getByLabel('First name').fill('Olga');
  await page.getByLabel('Email address').fill('olga@');
  await page.getByLabel('Login').fill('manager');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('This is no email address').waitFor();
  await look('person-new-wrong');
  await page.getByLabel('Email address').fill('');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Internal number').fill('201');
  await page.getByRole('button', { name: 'Add Olga' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await look('person-new-refused');
  // The login stands on the first step, the number on the second: whichever was refused is shown.
  while (!(await personCalled(page, 'Olga'))) {
    const wrong = await page.locator('[aria-invalid=true]').getAttribute('id');
    if (
      wrong ===
      (await page
        .getByLabel('Login')
        .getAttribute('id', { timeout: 500 })
        .catch(() => ''))
    ) {
      await page.getByLabel('Login').fill('olga');
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByLabel('Internal number').waitFor();
    } else await page.getByLabel('Internal number').fill('250');
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.getByRole('button', { name: 'Add Olga' }).click();
    await answered;
  }
  await page.getByRole('button', { name: 'I have noted it down' }).click();
  expect((await personCalled(page, 'Olga')).lines[0].number).toBe('250');
  await leave();
});

it('adds a person without a line in one step, and asks before what was typed is lost', async () => {
  const { page, signIn, open, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await open('/people/new');
  await page.getByLabel('First name').fill('Nils');
  let asked = '';
  page.once('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Cancel' }).click();
  expect(asked).toContain('not saved');
  expect(await page.getByLabel('First name').inputValue()).toBe('Nils');
  await page.getByLabel('Configure application line').uncheck();
  await page.getByRole('button', { name: 'Add Nils' }).click();
  await page.getByText('Nils was added.').waitFor();
  await page.waitForURL(`${box.url}/people`);
  expect((await personCalled(page, 'Nils')).lines).toEqual([]);
  await leave();
});

it('saves all tabs at once, and takes all of it back', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  const anna = await personCalled(page, 'Anna Weber');
  await open(`/people/${anna.id}`);
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
  await save(page).click();
  await page.getByRole('dialog', { name: 'For Anna Weber' }).waitFor();
  await look('person-edit-made');
  await page.getByRole('button', { name: 'I have noted it down' }).click();

  const after = await ask(page, `/people/${anna.id}`);
  expect(after).toMatchObject({ job_title: 'Head of sales', pstn_forwards: 1, login: { login: 'anna' } });
  const line = await ask(page, `/lines/${anna.lines[0].id}`);
  expect(line.internal_caller_id).toBe('Sales desk');
  expect(line.mailbox).not.toBeNull();

  await tab(page, 'Recent changes').click();
  await page.getByText('Head of sales').first().waitFor();
  await look('person-edit-changes');
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  const back = await ask(page, `/people/${anna.id}`);
  expect(back).toMatchObject({ job_title: anna.job_title, pstn_forwards: 0, login: null });
  expect((await ask(page, `/lines/${anna.lines[0].id}`)).mailbox).toBeNull();
  await leave();
});

it('marks the tab in which something is wrong, saves nothing of it, and keeps what was typed', async () => {
  const { page, signIn, open, look, leave, expected } = await visit(box);
  expected.push('409', '422');
  await signIn('manager', PASSWORD);
  const bert = await personCalled(page, 'Bert Klein');
  await open(`/people/${bert.id}`);
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
  expect((await ask(page, `/people/${bert.id}`)).last_name).toBe('Klein');
  await page.getByLabel('Internal number').fill('212');
  await saveAll(page);
  expect(await ask(page, `/people/${bert.id}`)).toMatchObject({ last_name: 'Groß', lines: [{ number: '212' }] });
  await leave();
});

it('says plainly what was saved when something is refused half-way', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  const [anna, bert] = [await personCalled(page, 'Anna Weber'), await personCalled(page, 'Bert')];
  const number = await ask(page, '/phone-numbers', 'POST', { number: '+4989300' });
  await open(`/people/${bert.id}`);
  await page.getByLabel('Department').fill('Stores');
  await tab(page, 'Lines').click();
  await page.getByRole('combobox', { name: 'DID number', exact: true }).selectOption({ label: '+4989300' });
  await page.getByLabel('A DID number that the box').fill('+49 89 301');
  await ask(page, `/phone-numbers/${number.id}`, 'PATCH', { line: anna.lines[0].id });
  await save(page).click();
  await page.getByText('Saved were: Person.').waitFor();
  await page.getByText('+4989300 rings another line by now.').first().waitFor();
  await look('person-edit-half');
  expect((await ask(page, `/people/${bert.id}`)).department).toBe('Stores');
  await page.getByRole('button', { name: 'Remove +4989300' }).click();
  await saveAll(page);
  const line = await ask(page, `/lines/${bert.lines[0].id}`);
  expect(line.direct_numbers.map(({ number }: Json) => number)).toEqual(['+4989301']);
  // The number that was just made stays with whatever is saved next.
  await page.getByLabel('Internal caller ID').fill('Bert from the workshop');
  await saveAll(page);
  expect((await ask(page, `/lines/${bert.lines[0].id}`)).direct_numbers).toHaveLength(1);
  await tab(page, 'Person').click();
  await page.getByText('Public number +4989301').waitFor();
  await leave();
});

it('tells when somebody else was quicker, and takes over what does not clash', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  const bert = await personCalled(page, 'Bert');
  await open(`/people/${bert.id}`);
  await page.getByLabel('Job title').fill('Carpenter');
  await ask(page, `/people/${bert.id}`, 'PATCH', { department: 'Workshop' });
  await expect.poll(() => page.getByLabel('Department').inputValue()).toBe('Workshop');
  expect(await page.getByLabel('Job title').inputValue()).toBe('Carpenter');
  await ask(page, `/people/${bert.id}`, 'PATCH', { job_title: 'Joiner' });
  await page.getByText('Somebody else was quicker').waitFor();
  await page.getByText('Now: Joiner (saved by somebody else)').waitFor();
  expect(await page.getByLabel('Job title').inputValue()).toBe('Carpenter');
  await look('person-edit-conflict');
  await saveAll(page);
  expect(await ask(page, `/people/${bert.id}`)).toMatchObject({ job_title: 'Carpenter', department: 'Workshop' });
  await leave();
});

it('names what a colleague has removed while it was edited, and keeps the rest that is typed', async () => {
  const { page, signIn, open, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  const bert = await personCalled(page, 'Bert');
  const kind = { 'pstn-forward': { number: '+4989777' } };
  const forward = await ask(page, '/contact-methods', 'POST', { line: bert.lines[0].id, kind, position: 9 });
  await open(`/people/${bert.id}`);
  await page.getByLabel('CRM user').fill('crm-7');
  await tab(page, 'Telephones').click();
  await page.getByRole('group', { name: 'Forward to a number outside +4989777' }).getByRole('textbox').fill('+4989778');
  await ask(page, `/contact-methods/${forward.id}`, 'DELETE');
  await page.getByText('Somebody else has removed: Forward to a number outside +4989777.').waitFor();
  await saveAll(page);
  expect((await ask(page, `/people/${bert.id}`)).crm_user).toBe('crm-7');
  await ask(page, `/people/${bert.id}`, 'PATCH', { crm_user: '' });
  await leave();
});

it('tells who changed what of a person lately, and takes one change back', async () => {
  const { page, signIn, open, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  const bert = await personCalled(page, 'Bert');
  await ask(page, `/people/${bert.id}`, 'PATCH', { crm_user: 'crm-99' });
  await open(`/people/${bert.id}?tab=changes`);
  const change = page.getByRole('listitem').filter({ hasText: 'crm-99' }).first();
  await change.getByText('manager on').waitFor();
  await change.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  expect((await ask(page, `/people/${bert.id}`)).crm_user).toBe('');
  // What would take more back than this is asked about.
  let asked = '';
  page.once('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.getByRole('listitem').filter({ hasText: 'person Bert Klein: added' }).first().getByRole('button').click();
  await expect.poll(() => asked).toContain('takes back the whole change');
  expect(await ask(page, `/people/${bert.id}`)).toMatchObject({ first_name: 'Bert' });
  await leave();
});

it('adds, shows, renews, changes and removes ways of reaching a person', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  const bert = await personCalled(page, 'Bert');
  await open(`/people/${bert.id}?tab=telephones`);
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
  expect(await ask(page, `/people/${bert.id}`)).toMatchObject({ devices: 1, sip_accounts: 2, sip_forwards: 1 });

  const desk = page.getByRole('group', { name: 'SIP account bert-desk' });
  await desk.getByRole('button', { name: 'Show password' }).click();
  const before = await desk.locator('code').textContent();
  await look('person-secret');
  await desk.getByRole('button', { name: 'New password' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'New password' }).click();
  const after = await dialog.locator('code').textContent();
  expect(after).not.toBe(before);
  await dialog.getByRole('button', { name: 'I have noted it down' }).click();
  const { items } = await ask(page, `/contact-methods?username=bert-desk`);
  expect((await ask(page, `/contact-methods/${items[0].id}/reveal`, 'POST')).password).toBe(after);

  await page.getByRole('button', { name: 'Remove Forward to a SIP address' }).click();
  await page.getByRole('button', { name: 'Remove App in the browser' }).click();
  await page.getByText('App in the browser: goes when you save.').waitFor();
  await page.getByRole('button', { name: 'Keep App in the browser' }).click();
  await saveAll(page);
  expect(await ask(page, `/people/${bert.id}`)).toMatchObject({ devices: 1, sip_accounts: 2, sip_forwards: 0 });
  await leave();
});

it('gives a person a picture, cut square and small, and takes it away', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  const anna = await personCalled(page, 'Anna Weber');
  await open(`/people/${anna.id}`);
  const file = page.locator('input[type=file]');
  await file.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await page.getByText('This picture cannot be read.').waitFor();
  await file.setInputFiles({ name: 'a.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') });
  await page.getByText('This is neither PNG nor JPEG nor WebP.').waitFor();
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [900, 600];
    const context = canvas.getContext('2d')!;
    for (let x = 0; x < 900; x += 3) {
      for (let y = 0; y < 600; y += 3) {
        context.fillStyle = `hsl(${(x * 7 + y * 13) % 360} 80% 50%)`;
        context.fillRect(x, y, 3, 3);
      }
    }
    return canvas.toDataURL('image/png').split(',')[1]!;
  });
  await file.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(drawn, 'base64') });
  await page.locator('form img.avatar[src^="blob:"]').waitFor();
  await look('person-picture');
  await saveAll(page);
  const size = await page.evaluate(async (id) => {
    const blob = await (await fetch(`/api/v1/people/${id}/avatar`)).blob();
    const image = await createImageBitmap(blob);
    return [blob.type, blob.size <= 32 * 1024, image.width, image.height];
  }, anna.id);
  expect(size).toEqual(['image/jpeg', true, 256, 256]);
  await page.getByRole('button', { name: 'Use the initials' }).click();
  await save(page).click();
  await expect.poll(async () => (await ask(page, `/people/${anna.id}`)).has_avatar).toBe(false);
  await leave();
});

it('sends, resends and withdraws an invitation, which needs an email address', async () => {
  const { page, signIn, open, look, leave, expected } = await visit(box);
  expected.push('409', '422');
  await signIn('manager', PASSWORD);
  const nils = await personCalled(page, 'Nils');
  await open(`/people/${nils.id}?tab=telephones`);
  await page.getByText('An invitation needs an email address').waitFor();
  expect(await page.getByRole('button', { name: 'Send invitation' }).isDisabled()).toBe(true);
  await tab(page, 'Person').click();
  await page.getByLabel('Email address').fill('nils@example.com');
  await tab(page, 'Telephones').click();
  await page.getByText('Save the new email address first.').waitFor();
  await saveAll(page);
  await page.getByRole('button', { name: 'Send invitation' }).click();
  // Without a mail server nothing can be sent: that is told.
  await page.getByRole('alert').waitFor();
  await look('person-invitation-refused');
  const server = { host: '127.0.0.1', port: 9, security: 'none', sender_address: 'box@example.com' };
  await ask(page, '/mail-server', 'PUT', server);
  await ask(page, '/office', 'PATCH', { portal_url: box.url });
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByText('Pending').waitFor();
  await page.getByText('The invitation goes to nils@example.com').waitFor();
  await look('person-invitation');
  const first = (await ask(page, `/people/${nils.id}`)).invitation;
  await page.getByRole('button', { name: 'Resend invitation' }).click();
  await expect.poll(async () => (await ask(page, `/people/${nils.id}`)).invitation.sent).not.toBe(first.sent);
  await page.getByRole('button', { name: 'Withdraw invitation' }).click();
  await page.getByText('Not invited').waitFor();
  expect((await ask(page, '/invitations')).total).toBe(0);
  await leave();
});

it('adds a line, and takes it away with what hangs on it', async () => {
  const { page, signIn, open, look, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  const nils = await personCalled(page, 'Nils');
  await open(`/people/${nils.id}?tab=lines`);
  await page.getByRole('tabpanel', { name: 'Lines' }).getByText('This person has no line yet').waitFor();
  await page.getByRole('button', { name: 'Add a line' }).click();
  await page.getByLabel('Internal number').fill('260');
  await tab(page, 'Telephones').click();
  await page.getByRole('button', { name: 'Add telephone or forward' }).click();
  await page.getByRole('menuitem', { name: 'App in the browser' }).click();
  await saveAll(page);
  expect(await ask(page, `/people/${nils.id}`)).toMatchObject({ devices: 1, lines: [{ number: '260' }] });
  await tab(page, 'Lines').click();
  await page.getByRole('button', { name: 'Remove Line 260' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove line 260' });
  await dialog.getByText('It is deleted as well.').first().waitFor();
  await look('person-remove-line');
  expect(await dialog.getByRole('button', { name: 'Remove Line 260' }).isDisabled()).toBe(true);
  await dialog.getByLabel('I am aware').check();
  await dialog.getByRole('button', { name: 'Remove Line 260' }).click();
  await page.getByText('Line 260 is gone.').waitFor();
  expect((await ask(page, `/people/${nils.id}`)).lines).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('button', { name: 'Remove Line 260' }).waitFor();
  expect(await ask(page, `/people/${nils.id}`)).toMatchObject({ devices: 1, lines: [{ number: '260' }] });
  await leave();
});

it('leads to the deletion from the bottom right, and says so when there is no such person', async () => {
  const { page, signIn, open, leave, expected } = await visit(box);
  expected.push('404');
  await signIn('manager', PASSWORD);
  const anna = await personCalled(page, 'Anna Weber');
  await open(`/people/${anna.id}`);
  const link = page.getByRole('link', { name: 'Delete Anna Weber' });
  expect(await link.getAttribute('href')).toBe(`/people/delete?id=${anna.id}`);
  await open('/people/00000000-0000-7000-8000-000000000000');
  await page.getByText('There is no such person any more.').waitFor();
  await leave();
});

it('is filled in by the keyboard alone', async () => {
  const { page, signIn, open, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  await open('/people/new');
  await page.getByLabel('First name').waitFor();
  const tabTo = async (label: string) => {
    for (let step = 0; step < 80; step += 1) {
      const here = await page.evaluate(() => {
        const field = document.activeElement;
        return field instanceof HTMLInputElement ? (field.labels?.[0]?.textContent ?? '') : (field?.textContent ?? '');
      });
      if (here.trim().startsWith(label)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not come to ${label}`);
  };
  await tabTo('First name');
  await page.keyboard.type('Kim');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The application line of Kim' }).waitFor();
  await tabTo('Internal number');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('277');
  await tabTo('Record on demand');
  await page.keyboard.press('Space');
  await tabTo('Add Kim');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'For Kim' }).waitFor();
  await tabTo('I have noted it down');
  await page.keyboard.press('Enter');
  await page.getByText('Kim was added.').waitFor();
  const kim = await personCalled(page, 'Kim');
  expect((await ask(page, `/lines/${kim.lines[0].id}`)).recording.on_demand).toBe(true);
  await open(`/people/${kim.id}`);
  await page.getByRole('tab', { name: 'Person' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: 'Line 277' }).waitFor();
  await leave();
});

it('shows what somebody may not do with the reason', async () => {
  const { page, signIn, leave } = await visit(box);
  await signIn('manager', PASSWORD);
  const anna = await personCalled(page, 'Anna Weber');
  const role = await ask(page, '/roles', 'POST', { name: 'Looks only', permissions: ['people-read', 'own-read'] });
  await box.user('looker', 'transactions-only', PASSWORD);
  const { items } = await ask(page, '/portal-users?login=looker');
  await ask(page, `/portal-users/${items[0].id}`, 'PATCH', { role: { own: role.id } });
  await leave();

  const other = await visit(box);
  await other.signIn('looker', PASSWORD);
  await other.open('/people/new');
  await other.page.getByText('You may not add people.').waitFor();
  await other.open(`/people/${anna.id}`);
  await other.page.getByText('You may look at this person, but not change anything.').first().waitFor();
  expect(await other.page.getByLabel('First name').isDisabled()).toBe(true);
  expect(await other.page.getByRole('link', { name: 'Delete Anna Weber' }).count()).toBe(0);
  expect(await save(other.page).isDisabled()).toBe(true);
  await other.look('person-edit-looker');
  await tab(other.page, 'Telephones').click();
  await other.page.getByText('You may not see or renew the password').waitFor();
  await other.look('person-edit-looker-telephones');
  await tab(other.page, 'Portal login').click();
  await other.page.getByText('You may not see how people sign in.').waitFor();
  expect(await tab(other.page, 'Recent changes').count()).toBe(0);
  await tab(other.page, 'Lines').click();
  await other.look('person-edit-looker-lines');
  await other.leave();
});

it.each([
  ['de', 390, true],
  ['fr', 390, false],
  ['es', 1280, true],
] as const)('is readable in %s at %i pixels', async (language, width, dark) => {
  const { page, signIn, open, look, leave } = await visit(box, { language, width, dark });
  await signIn('manager', PASSWORD);
  const anna = await personCalled(page, 'Anna Weber');
  await open('/people/new');
  await page.locator('form input').first().fill('Ida');
  await look(`person-new-${language}`);
  await page.locator('form button[type=submit]').click();
  await page.locator('form input[inputmode=tel]').first().waitFor();
  await look(`person-new-line-${language}`);
  const narrow = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  expect(await narrow()).toBe(true);
  page.on('dialog', (dialog) => void dialog.accept());
  for (const name of ['', '?tab=lines', '?tab=telephones', '?tab=login', '?tab=advanced', '?tab=changes']) {
    await open(`/people/${anna.id}${name}`);
    await page.getByRole('tablist').waitFor();
    expect(await narrow(), name).toBe(true);
    await look(`person-edit-${name.slice(5) || 'person'}-${language}`);
  }
  await leave();
});
