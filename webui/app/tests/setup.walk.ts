// The first run, as an office manager does it: code, clock, office, owner, extensions.
import { expect, it, onTestFinished } from 'vitest';
import type { Page } from 'playwright-core';
import { SMALL, startBox } from './box';
import { visit } from './page';
import { boxAsNew, codeOnTheConsole, PASSWORD } from './walk';

const box = boxAsNew();

/** Lets the box say whether its clock can be set, whatever the rights of the one that is tested. */
async function settable(page: Page, can_set_clock: boolean) {
  await page.route('**/api/v1/setup', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), can_set_clock } });
  });
}

it('makes a new box an office’s, by the code on its console', async () => {
  const { page, open, look, leave, expected } = await visit(box);
  expected.push('422', '403');
  await open('/people');
  await page.getByRole('heading', { name: 'Set up this telephone system' }).waitFor();
  await look('setup-code');
  await page.getByLabel('Code').fill('AAAA-AAAA');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('This is not the code').waitFor();
  await page.getByLabel('Code').fill(codeOnTheConsole(box).toLowerCase());
  await page.getByRole('button', { name: 'Next' }).click();

  await page.getByText('The clocks agree.').waitFor();
  await look('setup-clock');
  await page.getByRole('button', { name: 'Next' }).click();

  expect(await page.getByLabel('Country').inputValue()).toBe('DE');
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
  await page.getByLabel('Name of the office').fill('Müller & Co');
  await page.getByLabel('Region').selectOption({ label: 'Bayern' });
  await look('setup-office');
  await page.getByRole('button', { name: 'Next' }).click();

  await page.getByLabel('Login').fill('anna');
  await page.getByLabel('Email').fill('anna@example.com');
  await page.getByLabel('Password', { exact: false }).first().fill('müller & co 1');
  await page.getByText('Not good enough').waitFor();
  await page.getByRole('button', { name: 'Make the office and sign in' }).click();
  await page.getByRole('alert').first().waitFor();
  await look('setup-owner-refused');
  await page.locator('input[autocomplete=new-password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the office and sign in' }).click();

  await page.getByLabel('First number').fill('200');
  await page.getByLabel('How many').fill('12');
  await look('setup-numbers');
  await page.getByRole('button', { name: 'Make the extensions' }).click();
  await page.getByText('12 extensions').waitFor();
  await look('setup-done');
  await page.getByRole('button', { name: 'Open the portal' }).click();
  await page.getByRole('link', { name: 'Home' }).waitFor();

  const people = await page.evaluate(async () => (await fetch('/api/v1/people?sort=number')).json());
  expect(people.total).toBe(12);
  expect(people.items[0]).toMatchObject({ first_name: 'Extension 200', sip_accounts: 1 });
  const office = await page.evaluate(async () => (await fetch('/api/v1/office')).json());
  expect(office).toMatchObject({ name: 'Müller & Co', country: 'DE', region: 'BY', timezone: 'Europe/Berlin' });
  await leave();

  // The door is shut: who comes next signs in.
  const next = await visit(box);
  await next.open('/');
  await next.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await next.leave();
});

it('offers to set the clock when it is wrong, and goes on where that is not allowed', async () => {
  const { page, open, look, leave, expected } = await visit(box, { width: 390, language: 'de' });
  expected.push('503');
  // The browser is an hour ahead; the box may not be set by a test.
  await page.clock.setFixedTime(Date.now() + 3_600_000);
  await settable(page, true);
  await page.route('**/api/v1/setup/clock', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        status: 503,
        code: 'clock-not-set',
        title: '',
        detail: 'Die Uhr konnte nicht gestellt werden.',
        errors: [],
      }),
    }),
  );
  await open('/');
  await page.getByLabel('Code').fill(codeOnTheConsole(box));
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.getByText('Die Uhren weichen voneinander ab').waitFor();
  await page.getByRole('button', { name: 'Uhr der Anlage' }).click();
  await page.getByText('konnte nicht gestellt werden').waitFor();
  await look('setup-clock-wrong-de');
  await page.getByRole('button', { name: 'Trotzdem weiter' }).click();
  await page.getByLabel('Name des Büros').waitFor();
  await look('setup-office-de');
  await leave();
});

it('says who sets a clock that this program may not set', async () => {
  const { page, open, look, leave } = await visit(box, { language: 'de' });
  await page.clock.setFixedTime(Date.now() + 3_600_000);
  await settable(page, false);
  await open('/');
  await page.getByLabel('Code').fill(codeOnTheConsole(box));
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.getByText('wer den Rechner betreut').waitFor();
  expect(await page.getByRole('button', { name: 'Uhr der Anlage' }).count()).toBe(0);
  await look('setup-clock-elsewhere-de');
  await leave();
});

it('keeps what was typed when the page is loaded anew, but for the password', async () => {
  const { page, open, leave } = await visit(box);
  await settable(page, true);
  await page.clock.setFixedTime(Date.now() + 3_600_000);
  await page.route('**/api/v1/setup/clock', (route) => route.fulfill({ status: 204 }));
  await open('/');
  await page.getByLabel('Code').fill(codeOnTheConsole(box));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Set the box’s clock' }).click();
  await page.getByText('has made a new certificate').waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Name of the office').fill('Müller & Co');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Login').fill('anna');
  await page.locator('input[autocomplete=new-password]').fill(PASSWORD);
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(kept).toContain('Müller & Co');
  expect(kept).not.toContain(PASSWORD);
  await page.reload();
  expect(await page.getByLabel('Code').inputValue()).toBe(codeOnTheConsole(box));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  expect(await page.getByLabel('Name of the office').inputValue()).toBe('Müller & Co');
  await leave();
});

it('keeps the office that an installer has loaded', async () => {
  const other = await startBox(SMALL);
  onTestFinished(other.stop);
  const { page, open, leave } = await visit(other, { language: 'fr' });
  await open('/');
  await page.getByLabel('Code').fill(codeOnTheConsole(other));
  await page.getByRole('button', { name: 'Suivant' }).click();
  await page.getByRole('button', { name: 'Suivant' }).click();
  expect(await page.getByLabel('Nom du bureau').inputValue()).toBe('Müller & Co');
  await leave();
});
