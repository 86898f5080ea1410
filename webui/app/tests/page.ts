// A browser in front of a box, as a person has it: Debian's Chromium. What the page logs, what the content security policy
// stops, and what it asks of anybody but the box fails the test.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { Box } from './box';

/** Where pictures of the pages go, to be looked at. */
const SHOTS = process.env.PORTAL_SHOTS ?? new URL('../../../target/portal', import.meta.url).pathname;
const DIST = new URL('../dist/', import.meta.url).pathname;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Of axe's rules; "serious" and "critical" fail. */
const GRAVE = ['serious', 'critical'];

export type Visit = {
  page: Page;
  context: BrowserContext;
  /** Goes to a path of the portal. */
  open: (path: string) => Promise<void>;
  signIn: (name: string, password: string) => Promise<void>;
  /** Types name and password where the page asks for them, and sends them, whatever comes of it. */
  sendLogin: (name: string, password: string) => Promise<void>;
  /** Takes a picture, and has axe look at the page: no grave violation. */
  look: (name: string) => Promise<void>;
  /** Ends the visit; nothing must have gone wrong in the page. */
  leave: () => Promise<void>;
  /** Troubles that this test expects ("401"): a part of their text. */
  expected: string[];
};

let browser: Browser | undefined;

/** One for all files that a worker walks (`isolate` in vitest.config.ts): it ends with the worker. */
async function started(): Promise<Browser> {
  if (!browser?.isConnected())
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  return browser;
}

/** Visits a box: language and size of the window as given. */
export async function visit(
  box: Box,
  { language = 'en', width = 1280, height = 800, dark = false, timezone = 'Europe/Berlin' } = {},
): Promise<Visit> {
  const context = await (
    await started()
  ).newContext({
    ignoreHTTPSErrors: true,
    locale: language,
    timezoneId: timezone,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    acceptDownloads: true,
  });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      troubles.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    if (
      !/^(https:\/\/|data:|blob:)/.test(request.url()) ||
      (request.url().startsWith('https:') && !request.url().startsWith(box.url))
    )
      troubles.push(`asks elsewhere: ${request.url()}`);
  });
  if (process.env.PORTAL_DIST === 'fresh') await serveFresh(context, box);
  // Nobody is signed in at first, which the browser logs.
  const expected: string[] = ['(Unauthorized) ' + box.url + '/api/v1/me'];
  const sendLogin = async (name: string, password: string) => {
    await page.locator('input[autocomplete=username]').fill(name);
    await page.locator('input[type=password]').fill(password);
    await page.locator('form button[type=submit]').click();
  };
  const visit: Visit = {
    page,
    context,
    expected,
    open: async (path) => {
      await page.goto(box.url + path);
    },
    signIn: async (name, password) => {
      await page.goto(box.url);
      await sendLogin(name, password);
      await page.locator('header.bar').waitFor();
    },
    sendLogin,
    look: async (name) => {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${name}.png`) });
      expect(await graveViolations(page), `axe, ${name}`).toEqual([]);
    },
    leave: async () => {
      await context.close();
      expect(troubles.filter((trouble) => !expected.some((part) => trouble.includes(part)))).toEqual([]);
    },
  };
  return visit;
}

/** What axe finds that keeps people out. */
async function graveViolations(page: Page): Promise<string[]> {
  // By the debugger, which the content security policy does not hold back.
  await page.evaluate(AXE);
  return page.evaluate(async (grave) => {
    type Found = { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
    const { violations } = await (window as unknown as { axe: { run: () => Promise<Found> } }).axe.run();
    return violations
      .filter(({ impact }) => grave.includes(impact))
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }, GRAVE);
}

/** Hands out the files of `dist` in place of those in the program, with the headers that the program gives: for who works on
 *  the pages, who then need not build the program again. */
async function serveFresh(context: BrowserContext, box: Box): Promise<void> {
  const { headers } = await fetch(box.url, { headers: { accept: 'text/html' } });
  const policy = headers.get('content-security-policy') ?? '';
  const types: Record<string, string> = {
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
    '.html': 'text/html',
  };
  await context.route(`${box.url}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (/^\/(api|invitation|status|style\.css|metrics|healthz)(\/|$)/.test(pathname)) return route.continue();
    const named = join(DIST, pathname);
    const file = extname(pathname) && existsSync(named) ? named : join(DIST, 'index.html');
    const extra: Record<string, string> = file.endsWith('.html') ? { 'content-security-policy': policy } : {};
    return route.fulfill({
      body: readFileSync(file),
      contentType: types[extname(file)] ?? 'application/octet-stream',
      headers: extra,
    });
  });
}
