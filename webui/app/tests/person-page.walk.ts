// The page of a person beside its fields: the picture, recent changes, the way to the deletion, who may only look, languages.
import { expect, it } from 'vitest';
import { asManager } from './people-of-a-box';
import { save, saveAll, tab } from './person-form';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = asManager(box, PASSWORD);

it('gives a person a picture, cut square and small, and takes it away', async () => {
  const anna = await client.person('Anna Weber');
  const { page, look, leave } = await visitAs(box, 'manager', `/people/${anna.id}`);
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
  await expect.poll(async () => (await client.get(`/people/${anna.id}`)).has_avatar).toBe(false);
  await leave();
});

it('tells who changed what of a person lately, and takes one change back', async () => {
  const bert = await client.person('Bert');
  await client.patch(`/people/${bert.id}`, { crm_user: 'crm-99' });
  const { page, leave } = await visitAs(box, 'manager', `/people/${bert.id}?tab=changes`);
  const change = page.getByRole('listitem').filter({ hasText: 'crm-99' }).first();
  await change.getByText('manager on').waitFor();
  await change.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  expect((await client.get(`/people/${bert.id}`)).crm_user).toBe('');
  // What would take more back than this is asked about.
  let asked = '';
  page.once('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.getByRole('listitem').filter({ hasText: 'person Bert Klein: added' }).first().getByRole('button').click();
  await expect.poll(() => asked).toContain('takes back the whole change');
  expect(await client.get(`/people/${bert.id}`)).toMatchObject({ first_name: 'Bert' });
  await leave();
});

it('leads to the deletion from the bottom right, and says so when there is no such person', async () => {
  const anna = await client.person('Anna Weber');
  const { page, open, leave, expected } = await visitAs(box, 'manager', `/people/${anna.id}`);
  expected.push('404');
  const link = page.getByRole('link', { name: 'Delete Anna Weber' });
  expect(await link.getAttribute('href')).toBe(`/people/delete?id=${anna.id}`);
  await open('/people/00000000-0000-7000-8000-000000000000');
  await page.getByText('There is no such person any more.').waitFor();
  await leave();
});

it('shows what somebody may not do with the reason', async () => {
  const anna = await client.person('Anna Weber');
  const role = await client.post('/roles', { name: 'Looks only', permissions: ['people-read', 'own-read'] });
  await box.user('looker', 'transactions-only', PASSWORD);
  const { items } = await client.get('/portal-users?login=looker');
  await client.patch(`/portal-users/${items[0].id}`, { role: { own: role.id } });
  const { page, open, look, leave } = await visitAs(box, 'looker', '/people/new');
  await page.getByText('You may not add people.').waitFor();
  await open(`/people/${anna.id}`);
  await page.getByText('You may look at this person, but not change anything.').first().waitFor();
  expect(await page.getByLabel('First name').isDisabled()).toBe(true);
  expect(await page.getByRole('link', { name: 'Delete Anna Weber' }).count()).toBe(0);
  expect(await save(page).isDisabled()).toBe(true);
  await look('person-edit-looker');
  await tab(page, 'Telephones').click();
  await page.getByText('You may not see or renew the password').waitFor();
  await look('person-edit-looker-telephones');
  await tab(page, 'Portal login').click();
  await page.getByText('You may not see how people sign in.').waitFor();
  expect(await tab(page, 'Recent changes').count()).toBe(0);
  await tab(page, 'Lines').click();
  await look('person-edit-looker-lines');
  await leave();
});

it.each([
  ['de', 390, true],
  ['fr', 390, false],
  ['es', 1280, true],
] as const)('is readable in %s at %i pixels', async (language, width, dark) => {
  const anna = await client.person('Anna Weber');
  const { page, open, look, leave } = await visitAs(box, 'manager', '/people/new', { language, width, dark });
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
