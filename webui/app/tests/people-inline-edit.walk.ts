// Cells of the list of people, changed in place.
import { expect, it } from 'vitest';
import { asManager } from './people-of-a-box';
import { cellOf, last } from './people-table';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = asManager(box, PASSWORD);

it('changes cells in place by double click, pencil and keyboard, and takes a change back', async () => {
  const day = await client.post('/time-frames', { name: 'Day' });
  const { page, look, leave, expected } = await visitAs(box, 'manager', '/people', { width: 1600 });
  expected.push('422');
  await cellOf(page, 'Anna Weber', 'department').dblclick();
  const field = page.getByRole('textbox', { name: 'Edit Department of Anna Weber' });
  expect(await field.inputValue()).toBe('Sales');
  await field.fill('Support');
  await look('people-editing');
  await field.press('Enter');
  await page.getByText('Department of Anna Weber is now “Support”.').waitFor();
  expect((await client.person('Anna')).department).toBe('Support');
  await look('people-edited');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  await expect.poll(() => cellOf(page, 'Anna Weber', 'department').innerText()).toBe('Sales');
  expect((await client.person('Anna')).department).toBe('Sales');

  // A double click on a name changes it and leads nowhere.
  await last(page, 'Klein').dblclick();
  const name = page.getByRole('textbox', { name: 'Edit Last name of Bert Klein' });
  await name.fill('Gross');
  await name.press('Escape');
  await last(page, 'Klein').waitFor();
  expect((await client.person('Bert')).last_name).toBe('Klein');

  // The pencil, and what the box refuses stays in the field.
  const first = cellOf(page, 'Bert Klein', 'first_name');
  await first.hover();
  await first.getByRole('button', { name: 'Edit First name of Bert Klein' }).click();
  const empty = page.getByRole('textbox', { name: 'Edit First name of Bert Klein' });
  await empty.fill('  ');
  await empty.press('Enter');
  await page.getByRole('alert').waitFor();
  await look('people-refused');
  await empty.press('Escape');

  // By the keyboard alone: from cell to cell by arrows, F2 opens.
  await cellOf(page, 'Anna Weber', 'job_title').click();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('F2');
  await page.keyboard.type('anna.weber@example.com');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await client.person('Anna')).email).toBe('anna.weber@example.com');
  for (const [column, text] of [
    ['job_title', 'Accountant'],
    ['crm_user', 'CRM-7'],
  ] as const) {
    await cellOf(page, 'Anna Weber', column).dblclick();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await client.person('Anna'))[column]).toBe(text);
  }
  await cellOf(page, 'Anna Weber', 'schedule').dblclick();
  await page.getByRole('combobox', { name: 'Edit Time schedule of Anna Weber' }).selectOption({ label: 'Day' });
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await client.person('Anna')).time_frame).toBe(day.id);
  // What is only told has no pencil.
  expect(await cellOf(page, 'Anna Weber', 'devices').getByRole('button').count()).toBe(0);
  await leave();
});

it('writes over nothing that somebody else has changed meanwhile without saying so', async () => {
  const { page, context, open, look, leave } = await visitAs(box, 'manager');
  // Nothing is told of changes while this holds them back.
  await context.route('**/api/v1/events', (route) => route.fulfill({ contentType: 'text/event-stream', body: '' }));
  await open('/people');
  await cellOf(page, 'Bert Klein', 'department').dblclick();
  await page.keyboard.type('Mine');
  await client.patch(`/people/${await client.idOf('Bert')}`, { department: 'Theirs' });
  await page.keyboard.press('Enter');
  await page.getByText('Somebody else has just changed this to “Theirs”.').waitFor();
  await look('people-conflict');
  expect((await client.person('Bert')).department).toBe('Theirs');
  await page.keyboard.press('Enter');
  await page.getByText('Department of Bert Klein is now “Mine”.').waitFor();
  expect((await client.person('Bert')).department).toBe('Mine');
  await leave();
});
