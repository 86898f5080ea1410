// How heavy the portal is and how much work it makes: bytes of the first load, rows that exist, and the browser's own
// processor time, which other programs on the machine do not change as they change a clock's.
import { appendFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { CDPSession, Page } from 'playwright-core';
import { visit } from './page';
import { boxForAll, PASSWORD } from './walk';

/** What the first load may weigh, compressed: the sign-in page with all that it needs. */
const HEAVIEST = 200_000;
const PEOPLE = 3000;
const box = boxForAll();

it('is light, and moves three thousand people with little work', async () => {
  const { page, context, signIn, open, leave } = await visit(box);
  const browser = await context.newCDPSession(page);
  const bytes = await weighed(browser);
  await browser.send('Performance.enable');

  await open('/');
  await page.locator('input[autocomplete=username]').waitFor();
  const first = { kilobytes: bytes() / 1000, work: await work(browser), interactive: await interactive(page) };
  tell(
    `first load (sign-in)         ${first.kilobytes.toFixed(0)} kB, ${first.work} ms of work, interactive after ${first.interactive} ms`,
  );
  // With PORTAL_DIST=fresh nothing is compressed.
  if (process.env.PORTAL_DIST !== 'fresh') expect(bytes()).toBeLessThan(HEAVIEST);

  await signIn('manager', PASSWORD);
  expect(await imported(page)).toBe(PEOPLE);
  const weight = bytes();
  await open('/people');
  await page.locator('tr[data-row="0"] td').first().waitFor();
  tell(
    `people, ${PEOPLE} of them        ${((bytes() - weight) / 1000).toFixed(0)} kB, ${await work(browser)} ms of work, interactive after ${await interactive(page)} ms`,
  );

  const rows = page.locator('tr[data-row]');
  const scroll = await work(browser);
  const { most, steps } = await scrolled(page);
  await page.locator(`tr[data-row="${PEOPLE + 1}"]`).waitFor();
  expect(most, 'rows that exist at once').toBeLessThan(100);
  const worked = (await work(browser)) - scroll;
  tell(
    `scrolled through all         ${worked} ms of work for ${steps} screens, ${(worked / steps / most).toFixed(1)} ms a row, ${most} rows at once at most`,
  );
  expect(await rows.count()).toBeLessThan(100);
  await leave();
});

/** Counts what comes over the network, as it comes: compressed, with headers. */
async function weighed(browser: CDPSession): Promise<() => number> {
  let bytes = 0;
  browser.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await browser.send('Network.enable');
  return () => bytes;
}

/** Milliseconds of processor time of the page's main thread since it was opened. */
async function work(browser: CDPSession): Promise<number> {
  const { metrics } = await browser.send('Performance.getMetrics');
  return Math.round(1000 * (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? 0));
}

/** Milliseconds from the navigation to the last long task or script: a clock's, so only to be read. */
async function interactive(page: Page): Promise<number> {
  return Math.round(await page.evaluate(() => performance.now()));
}

/** Imports people by the interface, in the session of the page. */
async function imported(page: Page): Promise<number> {
  const rows = Array.from({ length: PEOPLE }, (_, index) => `Person ${index},Number ${index % 97},${3000 + index}`);
  const file = ['First name,Last name,Internal number', ...rows].join('\n');
  return page.evaluate(async (body) => {
    const answer = await fetch('/api/v1/people-import?merge=create&consent=true', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/octet-stream' },
    });
    return ((await answer.json()) as { created?: string[] }).created?.length ?? 0;
  }, file);
}

/** Scrolls the table to its end, a screen a frame; in how many, and the most rows that there were. */
async function scrolled(page: Page): Promise<{ steps: number; most: number }> {
  return page.evaluate(async () => {
    const scroller = document.querySelector('table')?.parentElement;
    let [steps, most] = [0, 0];
    while (scroller && scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 1) {
      scroller.scrollTop += scroller.clientHeight;
      steps += 1;
      await new Promise(requestAnimationFrame);
      most = Math.max(most, document.querySelectorAll('tr[data-row]').length);
    }
    return { steps, most };
  });
}

/** Prints a figure; into a file too, for the bench. */
function tell(line: string): void {
  console.log(line);
  if (process.env.PORTAL_FIGURES) appendFileSync(process.env.PORTAL_FIGURES, `${line}\n`);
}
