// What the walks of the import share: files on a disk, how a person hands them to the portal, and what the box has then.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Box } from './box';
import type { Client } from './client';
import type { Visit } from './page';
import { boxForEach, visitAs } from './walk';

let directory: string;

/** A box for each test of a file, and a directory for its files. */
export function boxWithFiles(logins?: Parameters<typeof boxForEach>[0]): Box {
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'bellbox-files-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return boxForEach(logins);
}

/** Signs in and opens the import. */
export async function begun(box: Box, how: Parameters<typeof visitAs>[3] = {}): Promise<Visit> {
  const come = await visitAs(box, 'manager', '/people/import', how);
  await come.page.locator('h1').waitFor();
  return come;
}

/** A file of this name on the disk. */
export function file(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** Selects a file by the button; the first time the warning is read before. */
export async function select(page: Page, path: string, isFirst = true): Promise<void> {
  const button = page
    .getByRole('main')
    .getByRole('button', { name: /^(Select|Datei auswählen)/ })
    .last();
  const chooser = page.waitForEvent('filechooser');
  await button.click();
  if (isFirst)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Select the file|Datei auswählen)/ })
      .click();
  await (await chooser).setFiles(path);
}

/** Drops a file onto the page. */
export async function drop(page: Page, name: string, content: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content!], name!));
      return data;
    },
    [name, content],
  );
  for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('h2', event, { dataTransfer: data });
}

type People = {
  total: number;
  items: { id: string; first_name: string; last_name: string; email: string; job_title: string }[];
};
/** Who is in the box, by first name. */
export const people = (client: Client): Promise<People> => client.get('/people?limit=500&sort=first_name');

/** Three people, of whom one has a telephone. */
export const THREE =
  'First name,Last name,Email,Internal number,MAC address,Phone model\n' +
  'Clara,Haas,clara@example.com,301,00:11:22:33:44:55,Yealink T54W\n' +
  'Dora,Ott,dora@example.com,302,,\n' +
  'Emil,,,,,\n';

/** The smallest workbook with one sheet: a ZIP archive whose files are not compressed. */
export function workbook(rows: string[][]): Buffer {
  const name = 'http://schemas.openxmlformats.org';
  const text = (cell: string) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`;
  const sheet = rows.map((cells, row) => `<row r="${row + 1}">${cells.map(text).join('')}</row>`).join('');
  const part = (what: string, type: string) =>
    `<Override PartName="/${what}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
  const relation = (what: string, type: string) =>
    `<Relationships xmlns="${name}/package/2006/relationships"><Relationship Id="r1" Type="${name}/officeDocument/2006/relationships/${type}" Target="${what}"/></Relationships>`;
  return archive({
    '[Content_Types].xml': `<Types xmlns="${name}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part('xl/workbook.xml', 'sheet.main')}${part('xl/worksheets/sheet1.xml', 'worksheet')}</Types>`,
    '_rels/.rels': relation('xl/workbook.xml', 'officeDocument'),
    'xl/_rels/workbook.xml.rels': relation('worksheets/sheet1.xml', 'worksheet'),
    'xl/workbook.xml': `<workbook xmlns="${name}/spreadsheetml/2006/main" xmlns:r="${name}/officeDocument/2006/relationships"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${name}/spreadsheetml/2006/main"><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

function archive(files: Record<string, string>): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, body] = [Buffer.from(path), Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(body), 10);
    about.writeUInt32LE(body.length, 14);
    about.writeUInt32LE(body.length, 18);
    about.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(20, 4);
    about.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), about, name, body);
    directory.push(entry, name);
    offset += 30 + name.length + body.length;
  }
  const [count, list] = [Object.keys(files).length, Buffer.concat(directory)];
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, list, end]);
}
