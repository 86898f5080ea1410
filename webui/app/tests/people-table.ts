// The list of people, as the walks through it use it.
import type { Page } from 'playwright-core';

/** The cell of a column in the row of somebody. */
export const cellOf = (page: Page, who: string, column: string) =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `Menu of ${who}` }) })
    .locator(`[data-column=${column}]`);

/** The last name of somebody, which leads to their page. */
export const last = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
