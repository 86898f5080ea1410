import { describe, expect, it } from 'vitest';
import { words as de } from './de';
import { words as en } from './en';
import { words as es } from './es';
import { words as fr } from './fr';
import { literals, same } from './untranslated';

/** Texts that are the same in another language as in English, or where they stand; each was looked at. */
const SAME: Record<string, string[]> = {
  every: [
    '2FA',
    '00:00:5e:00:53:af',
    'CRM-1001',
    'PIN',
    'Yealink T54W',
    'calls.milliseconds',
    'home.inHours',
    'home.seconds',
  ],
  de: ['Code', 'Filter', 'Name', 'Person', 'Server', 'Status', 'Version'],
  es: ['No', 'no', 'Roles'],
  fr: [
    'Actions',
    'Code',
    'Invitation',
    'Menu',
    'Pages',
    'Sessions',
    'Site',
    'Sites',
    'Version',
    'deleting.tables.invitation',
  ],
};

/** What stands in pages as it is in every language: our name, what a code looks like. */
const NAMES = ['· Bellbox', 'Bellbox', 'ABCD-EFGH'];

describe('a language', () => {
  it.each([
    ['de', de],
    ['es', es],
    ['fr', fr],
  ])('%s has nothing left in English', (language, words) => {
    const known = [...(SAME.every ?? []), ...(SAME[language] ?? [])];
    const found = Object.entries(same(en, words)).filter(
      ([path, text]) => !known.includes(text) && !known.includes(path),
    );
    expect(Object.fromEntries(found)).toEqual({});
  });

  it('is found out where it still is English, in functions and lists too', () => {
    const english = {
      save: 'Save',
      list: ['One', 'Two'],
      of: (n: number) => `Step ${n}`,
      named: (name: string) => `Hello ${name.toUpperCase()}`,
      number: '4711',
      deep: { pair: (from: string, to: string) => `${from}: ${to}` },
    };
    const other = { ...english, list: ['Eins', 'Two'], of: (n: number) => `Schritt ${n}` };
    expect(Object.keys(same(english, other))).toEqual(['save', 'list.1', 'named']);
  });
});

describe('a page', () => {
  const files = import.meta.glob<string>('../**/*.svelte', { query: '?raw', import: 'default', eager: true });

  it.each(Object.entries(files))('%s says nothing but by its words', (_path, source) => {
    expect(literals(source).filter((text) => !NAMES.includes(text))).toEqual([]);
  });

  it('is found out where a text stands in its markup or in what is read aloud', () => {
    const bad = `
      <script lang="ts">let { name, n }: { name: string; n: number } = $props(); const kept = 'not looked at';</script>
      <!-- Not looked at. -->
      <p class="not-looked-at" data-what="not either">Hello {name}</p>
      {#if n > 1}<b>{n === 2 ? 'two' : t().other['key']}</b>{:else}<i title="Close it">·</i>{/if}
      {#each [1] as one (one)}<img alt={\`Picture of \${name}\`} src="not-looked-at.png" />{:else}Nothing{/each}
      {#snippet foot()}<Field label="Name" hint={n && 'Type it'} kind="main" />{/snippet}
      {#await name}Wait{:then _}{t().there('argument')}{:catch}1 + 1{/await}
      <input placeholder="Search" value="not looked at" aria-label={'Find' + name} />
      {#key n}Again{/key}<svelte:head><title>Page · {name}</title></svelte:head>
      <style>p { color: red; }</style>`;
    expect(literals(bad)).toEqual([
      'Hello',
      'two',
      'Close it',
      'Picture of',
      'Nothing',
      'Name',
      'Type it',
      'Wait',
      'Search',
      'Find',
      'Again',
      'Page ·',
    ]);
  });
});
