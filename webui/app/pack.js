// After Vite: the licences of what is in the portal, and each file beside its compressed forms, so that the box never
// compresses anything.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = new URL('.', import.meta.url).pathname;
const dist = join(here, 'dist');

writeFileSync(join(dist, 'licences.txt'), licences());
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(css|html|js|json|svg|txt|webmanifest)$/.test(entry.name)) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const plain = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  const forms = { br: brotliCompressSync(plain, { params }), gz: gzipSync(plain, { level: 9 }) };
  for (const [ending, bytes] of Object.entries(forms)) {
    // A small file does not become smaller.
    if (bytes.length < plain.length) writeFileSync(`${path}.${ending}`, bytes);
  }
}
// The repository holds the directory, and git no empty ones.
writeFileSync(join(dist, '.keep'), '');

/** The licence of each package whose code may be in the portal: what it depends on, and what that does. */
function licences() {
  const { packages } = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8'));
  const waiting = Object.keys(packages[''].dependencies);
  const found = new Set();
  while (waiting.length > 0) {
    const name = waiting.pop();
    const of = packages[`node_modules/${name}`];
    if (found.has(name) || !of) continue;
    found.add(name);
    waiting.push(...Object.keys({ ...of.dependencies, ...of.peerDependencies }));
  }
  return [...found]
    .sort()
    .map((name) => {
      const directory = join(here, 'node_modules', name);
      const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
      const { version, license } = packages[`node_modules/${name}`];
      const text = file ? readFileSync(join(directory, file), 'utf8').trim() : '';
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join('\n\n');
}
