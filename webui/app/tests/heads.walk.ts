// The heads of tables: none is cut off, in any language, on a telephone and on a wide screen, whatever it is sorted by.
import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { boxForAll, visitAs } from './walk';

const box = boxForAll();

/** The heads that are not to be seen whole, with their arrow. */
async function cutOff(page: Page): Promise<string[]> {
  return page.locator('thead th').evaluateAll((heads) => {
    const isCut = (head: Element) => {
      const words = head.querySelector('span');
      if (!words || words.classList.contains('sr-only')) return false;
      const range = document.createRange();
      range.selectNodeContents(words);
      const [text, cell] = [range.getBoundingClientRect(), head.getBoundingClientRect()];
      const arrow = head.querySelector('svg')?.getBoundingClientRect();
      return (
        text.left < cell.left + 8 ||
        text.right > cell.right - 8 ||
        text.height > cell.height - 4 ||
        (!!arrow && (arrow.left < cell.left - 1 || arrow.right > cell.right + 1))
      );
    };
    return heads.filter(isCut).map((head) => head.textContent?.trim() ?? '');
  });
}

/** All columns of the tables, also those that are chosen only by who wants them. */
const COLUMNS = {
  people:
    'avatar first_name last_name number job_title department email schedule call_flows crm_user invitation devices sip_accounts pstn_forwards sip_forwards login',
  'portal-users': 'login status email role factor seen person actions',
  calls: 'started caller number callee dialled direction result ring talk',
};

it.each(['en', 'de', 'fr', 'es'])('are whole in %s', async (language) => {
  for (const width of [1280, 390]) {
    const { page, open, look, leave } = await visitAs(box, 'manager', '/me', { language, width });
    await page.evaluate((columns) => {
      for (const [table, keys] of Object.entries(columns))
        localStorage.setItem(`bellbox-columns-${table}`, JSON.stringify(keys.split(' ')));
    }, COLUMNS);
    for (const path of ['portal-users', 'call-history', 'people']) {
      await open(`/${path}`);
      await page.locator('thead th').first().waitFor();
      expect(await cutOff(page), `${path}, ${width} wide`).toEqual([]);
      await look(`heads-${path}-${language}-${width}`);
    }
    for (const button of await page.locator('thead th button').all()) {
      const sorted = page.locator('thead th[aria-sort=ascending]', { has: page.locator('svg') });
      const name = (await button.innerText()).trim();
      await button.click();
      await sorted.filter({ hasText: name }).waitFor();
      expect(await cutOff(page), `${name}, ${width} wide`).toEqual([]);
    }
    await leave();
  }
});
