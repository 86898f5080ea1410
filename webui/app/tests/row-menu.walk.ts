// The menu that the rows of a table share: it opens at the row that asks for it, by pointer and by keyboard, and gives the focus
// back.
import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { asManager } from './people-of-a-box';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = asManager(box, PASSWORD);

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
const button = (page: Page, name: string) => page.getByRole('button', { name: `Menu of ${name}` });
const menu = (page: Page, name = '') => page.getByRole('menu', { name: `Menu of ${name}` });

it('opens at the row whose button is pressed, and at another one when that is', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', '/people');
  await button(page, 'Anna Weber').waitFor();
  const above = await button(page, 'Anna Weber').boundingBox();
  // Where it is seen: a click by name would scroll the table aside first.
  await page.mouse.click((above?.x ?? 0) + 10, (above?.y ?? 0) + 10);
  await menu(page, 'Anna Weber').waitFor();
  expect(await button(page, 'Anna Weber').getAttribute('aria-expanded')).toBe('true');
  expect(await button(page, 'Bert Klein').getAttribute('aria-expanded')).toBe('false');
  expect(await button(page, 'Anna Weber').getAttribute('aria-controls')).toBe(
    await menu(page, 'Anna Weber').getAttribute('id'),
  );
  const below = await menu(page).boundingBox();
  expect(Math.abs((below?.y ?? 0) - (above?.y ?? 0) - (above?.height ?? 0))).toBeLessThan(8);
  await look('row-menu');
  // What is scrolled aside stays where it is.
  const aside = () => page.getByRole('grid').evaluate((grid) => grid.parentElement?.scrollLeft);
  expect(await aside()).toBe(0);
  // A press beside it, on a button too, closes it and nothing else.
  await page.mouse.click((above?.x ?? 0) + 10, (above?.y ?? 0) + 10);
  await menu(page).waitFor({ state: 'detached' });
  expect(await button(page, 'Anna Weber').getAttribute('aria-expanded')).toBe('false');
  await button(page, 'Bert Klein').click();
  await menu(page, 'Bert Klein').waitFor();
  expect(await page.getByRole('menu').count()).toBe(1);
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('heading', { name: 'Bert Klein' }).waitFor();
  await leave();
});

it('is gone about in by keyboard, and left to where it was opened or to what comes next', async () => {
  const { page, leave } = await visitAs(box, 'manager', '/people');
  await page.locator('tr[data-row="0"] td[data-column=department]').click();
  await page.keyboard.press('End');
  await expect.poll(() => focused(page)).toBe('Menu of Bert Klein');
  const item = (name: string) =>
    expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')).toContain(name);
  for (const key of ['Enter', 'Space', 'Alt+ArrowDown']) {
    await page.keyboard.press(key);
    await menu(page, 'Bert Klein').waitFor();
    await item('Edit');
    await page.keyboard.press('Escape');
    await menu(page).waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe('Menu of Bert Klein');
  }
  await page.keyboard.press('Enter');
  await item('Edit');
  await page.keyboard.press('ArrowUp');
  await item('Delete');
  // Tab goes on behind the button.
  await page.keyboard.press('Tab');
  await menu(page).waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('Add people');
  await page.keyboard.press('Shift+Tab');
  await expect.poll(() => focused(page)).toBe('Menu of Bert Klein');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('Menu of Anna Weber');
  await leave();
});

it('closes when its row goes', async () => {
  const dora = await client.post('/people', { first_name: 'Dora' });
  const { page, leave } = await visitAs(box, 'manager', '/people', { width: 390, dark: true });
  await button(page, 'Dora').click();
  await menu(page, 'Dora').waitFor();
  await client.remove(dora.id);
  await menu(page).waitFor({ state: 'detached' });
  await button(page, 'Dora').waitFor({ state: 'detached' });
  await leave();
});
