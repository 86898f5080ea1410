// The wizard for a new person: with all that belongs to them, with something wrong, without a line, by the keyboard alone.
// The first test comes first: it is offered the first free number, and makes the feature code that the last one needs.
import { expect, it } from 'vitest';
import { asManager } from './people-of-a-box';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = asManager(box, PASSWORD);

it('makes a person with a login, a line, a mailbox and an account in one request', async () => {
  await client.post('/phone-numbers', { number: '+4989100', label: 'Front desk' });
  await client.post('/announcements', { name: 'This call is recorded' });
  const { page, look, leave } = await visitAs(box, 'manager', '/people/new');
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

  const ida = await client.person('Ida Berg');
  expect(ida).toMatchObject({
    department: 'Sales',
    job_title: 'Accountant',
    crm_user: 'crm-7',
    time_frame_name: 'Mornings',
    sip_accounts: 1,
    login: { login: 'ida' },
  });
  const line = await client.get(`/lines/${ida.lines[0].id}`);
  const anna = await client.person('Anna Weber');
  expect(line).toMatchObject({
    number: '203',
    when_unavailable: { line: anna.lines[0].id },
    outside_calls: true,
    internal_caller_id: 'Ida (Sales)',
    recording: { inbound_external: true, outbound_external: false, on_demand: true, deliveries: ['portal'] },
  });
  expect(line.internal_announcement).not.toBeNull();
  expect(line.direct_numbers.map(({ number }: { number: string }) => number).sort()).toEqual(['+4989100', '+4989101']);
  expect(line.caller_ids).toHaveLength(2);
  expect((await client.get(`/mailboxes/${line.mailbox}`)).email).toBe('ida@example.com');
  const credentials = await client.post(`/contact-methods/${line.contact_methods[0]}/reveal`);
  expect(credentials).toMatchObject({ username: '203', password: sip });
  await leave();
});

it('says what is wrong with a new person where it is, and loses nothing', async () => {
  const { page, look, leave, expected } = await visitAs(box, 'manager', '/people/new');
  expected.push('409', '422');
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
  while (!(await client.person('Olga'))) {
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
  expect((await client.person('Olga')).lines[0].number).toBe('250');
  await leave();
});

it('adds a person without a line in one step, and asks before what was typed is lost', async () => {
  const { page, leave } = await visitAs(box, 'manager', '/people/new');
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
  expect((await client.person('Nils')).lines).toEqual([]);
  await leave();
});

it('is filled in by the keyboard alone', async () => {
  const { page, open, leave } = await visitAs(box, 'manager', '/people/new');
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
  const kim = await client.person('Kim');
  expect((await client.get(`/lines/${kim.lines[0].id}`)).recording.on_demand).toBe(true);
  await open(`/people/${kim.id}`);
  await page.getByRole('tab', { name: 'Person' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: 'Line 277' }).waitFor();
  await leave();
});
