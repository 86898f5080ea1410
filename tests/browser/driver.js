// Runs one telephone in headless Chromium: `node driver.js TONE.wav DIRECTORY`. Commands come as lines of JSON, [name,
// argument], on the standard input; what happens goes out as lines of a word and JSON. It ends with its input.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { chromium } from 'playwright-core';

const [tone, directory] = process.argv.slice(2);

const tell = (word, data = null) => console.log(word, JSON.stringify(data));

// A page of localhost may use the microphone without TLS.
const source = fileURLToPath(new URL('page.js', import.meta.url));
const [{ text: script }] = buildSync({ entryPoints: [source], bundle: true, write: false }).outputFiles;
const server = createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end('<!doctype html><title>telephone</title><h1>telephone</h1>');
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const browser = await chromium.launchPersistentContext(directory, {
  executablePath: '/usr/bin/chromium',
  ignoreHTTPSErrors: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--allow-loopback-in-peer-connection',
    '--ignore-certificate-errors',
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${tone}`,
  ],
});
const page = await browser.newPage();
page.on('console', (message) => tell('console', message.text()));
page.on('pageerror', (error) => tell('console', String(error)));
await page.exposeFunction('tell', tell);
await page.goto(`http://localhost:${server.address().port}/`);
await page.addScriptTag({ content: script });

const commands = {
  register: (account) => page.evaluate((account) => register(account), account),
  call: (how) => page.evaluate((how) => call(how), how),
  change: (change) => page.evaluate((change) => window.change(change), change),
  hangUp: () => page.evaluate(() => hangUp()),
  /** Waits until a tone is nearly all that is heard, and tells what is heard then of it and of the others. */
  hear: async ({ tones, within }) => {
    const isHeard = (tones) => {
      const now = heard(tones);
      return now?.tones[0].share > 0.95 && now.tones;
    };
    const found = await page.waitForFunction(isHeard, tones, { timeout: within, polling: 100 });
    tell('heard', await found.jsonValue());
  },
  /** Waits until nothing at all is heard. */
  hearNothing: async ({ within }) => {
    await page.waitForFunction(() => heard([])?.amplitude < 0.001, null, { timeout: within, polling: 100 });
    tell('heardNothing');
  },
  figures: async () => tell('figures', await page.evaluate(() => figures())),
  everything: async () => tell('everything', await page.evaluate(() => everything())),
};

tell('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [name, argument] = JSON.parse(line);
  try {
    await commands[name](argument);
  } catch (error) {
    tell('failed', { name, error: String(error) });
  }
}
await browser.close();
server.close();
