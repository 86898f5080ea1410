// The form of a person, as the walks through it use it.
import type { Page } from 'playwright-core';

export const tab = (page: Page, name: string) => page.getByRole('tab', { name });
export const save = (page: Page) => page.getByRole('button', { name: 'Save all tabs' });

/** Saves, and waits until nothing is unsaved any more. */
export async function saveAll(page: Page): Promise<void> {
  await save(page).click();
  await page.getByText('There are unsaved changes.').waitFor({ state: 'hidden' });
  await page.locator('form button[type=submit]:not([aria-busy])').waitFor();
}
