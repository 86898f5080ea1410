// The picture of a person: the part of it that is seen is moved and enlarged, by keys, by the mouse and by two fingers.
import { beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { asManager } from './people-of-a-box';
import { saveAll } from './person-form';
import { boxForAll, PASSWORD, visitAs } from './walk';

const box = boxForAll();
const client = asManager(box, PASSWORD);
let anna: string;

beforeAll(async () => {
  anna = await client.idOf('Anna');
});

/** Chooses a picture of four squares, one over the other: red, green, blue and white. */
async function chooseStripes(page: Page): Promise<void> {
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [400, 1600];
    const context = canvas.getContext('2d')!;
    for (const [index, colour] of ['red', 'lime', 'blue', 'white'].entries()) {
      context.fillStyle = colour;
      context.fillRect(0, index * 400, 400, 400);
    }
    return canvas.toDataURL('image/png').split(',')[1]!;
  });
  const file = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(drawn, 'base64') };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('application').waitFor();
}

/** The colour at a height of a picture (0 its top, 1 its bottom), as words; of the one on the page or the one in the box. */
async function colourAt(page: Page, source: string, height: number): Promise<string> {
  return page.evaluate(
    async ([source, height]) => {
      const image = new Image();
      image.src = source as string;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const at = Math.min(image.height - 1, Math.floor((height as number) * image.height));
      const [red, green, blue] = [...context.getImageData(image.width / 2, at, 1, 1).data].map((part) => part > 128);
      return red && green && blue ? 'white' : red ? 'red' : green ? 'green' : blue ? 'blue' : 'black';
    },
    [source, height] as const,
  );
}

const shown = async (page: Page, height: number) =>
  colourAt(page, (await page.locator('form img.avatar').first().getAttribute('src')) ?? '', height);

it('begins rather at the top of a high picture, and is moved and enlarged by keys', async () => {
  const { page, look, leave } = await visitAs(box, 'manager', `/people/${anna}`);
  await chooseStripes(page);
  const view = page.getByRole('application', { name: 'Part of the picture that is seen' });
  expect([await shown(page, 0.1), await shown(page, 0.9)]).toEqual(['red', 'green']);
  await look('person-cut');
  await view.focus();
  const press = async (key: string, times: number) => {
    for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
  };
  await press('ArrowUp', 30);
  await expect.poll(() => shown(page, 0.1)).toBe('blue');
  await press('ArrowUp', 20);
  // No further than the picture goes.
  await expect.poll(() => shown(page, 0.02)).toBe('white');
  await press('ArrowDown', 10);
  await expect.poll(async () => [await shown(page, 0.1), await shown(page, 0.9)]).toEqual(['blue', 'white']);
  await press('+', 3);
  const slider = page.getByRole('slider', { name: 'Enlargement' });
  expect(Number(await slider.inputValue())).toBeCloseTo(1.15 ** 3, 1);
  await page.keyboard.press('-');
  expect(Number(await slider.inputValue())).toBeCloseTo(1.15 ** 2, 1);
  await saveAll(page);
  const size = await page.evaluate(async (id) => {
    const blob = await (await fetch(`/api/v1/people/${id}/avatar`)).blob();
    const image = await createImageBitmap(blob);
    return [blob.type, blob.size <= 32 * 1024, image.width, image.height];
  }, anna);
  expect(size).toEqual(['image/jpeg', true, 256, 256]);
  const kept = `/api/v1/people/${anna}/avatar`;
  expect([await colourAt(page, kept, 0.1), await colourAt(page, kept, 0.9)]).toEqual(['blue', 'white']);
  // What is saved is moved no more.
  await view.waitFor({ state: 'detached' });
  await leave();
});

it('is drawn by the mouse, enlarged by its wheel, and by two fingers', async () => {
  const how = { width: 390, dark: true, language: 'de' };
  const { page, context, look, leave } = await visitAs(box, 'manager', `/people/${anna}`, how);
  await chooseStripes(page);
  const canvas = page.locator('canvas');
  await canvas.scrollIntoViewIfNeeded();
  const place = (await canvas.boundingBox())!;
  const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - place.height, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => shown(page, 0.5)).toBe('blue');
  const slider = page.getByRole('slider', { name: 'Vergrößerung' });
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -100);
  await expect.poll(async () => Number(await slider.inputValue())).toBeCloseTo(1.15, 1);
  await look('person-cut-de');

  const touch = await context.newCDPSession(page);
  const fingers = (apart: number) => [
    { x: x - apart / 2, y, id: 1 },
    { x: x + apart / 2, y, id: 2 },
  ];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(40) });
  for (const apart of [50, 60, 70, 80])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(async () => Number(await slider.inputValue())).toBeCloseTo(2.3, 0);
  await slider.fill('1');
  await expect.poll(async () => Number(await slider.inputValue())).toBe(1);
  page.on('dialog', (dialog) => void dialog.accept());
  await leave();
});
