// The words of the portal, in the reader's language. A language is loaded when it is spoken; the compiler sees to it
// that each has every word that English has (see `en.ts`), and `words.test.ts` that none was left in English.
import { keep, kept } from '../parts/kept';
import type { Words } from './en';

/** A language of the portal, as in BCP 47. */
export type Language = 'de' | 'en' | 'es' | 'fr';

/** The languages, and what each calls itself. */
export const LANGUAGES: Record<Language, string> = {
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
};

const LOADED: Record<Language, () => Promise<{ words: Words }>> = {
  de: () => import('./de'),
  en: () => import('./en'),
  es: () => import('./es'),
  fr: () => import('./fr'),
};
const KEY = 'bellbox-language';

let language = $state<Language>('en');
let words = $state.raw<Words | undefined>();

let turn = 0;

/** The words of the language that is spoken: `t().people.title`. */
export function t(): Words {
  if (!words) throw new Error('no language is loaded yet');
  return words;
}

/** The language that is spoken. */
export function spoken(): Language {
  return language;
}

/** Speaks this language from now on. */
export async function speak(wanted: Language): Promise<void> {
  turn += 1;
  const mine = turn;
  const loaded = await LOADED[wanted]();
  // A language that comes late is not spoken after one that was asked for later.
  if (mine !== turn) return;
  words = loaded.words;
  language = wanted;
  document.documentElement.lang = wanted;
}

/** Speaks it, and remembers it for the next visit with this browser. */
export async function choose(wanted: Language): Promise<void> {
  keep(KEY, wanted);
  await speak(wanted);
}

/** The language that was chosen with this browser, else the first that the browser asks for and we have, else English. */
export function preferredLanguage(): Language {
  const asked = [kept(KEY), ...navigator.languages];
  for (const tag of asked) {
    const known = asLanguage(tag?.slice(0, 2).toLowerCase());
    if (known) return known;
  }
  return 'en';
}

/** The language of this tag, if it is one of ours. */
export function asLanguage(tag: string | undefined | null): Language | undefined {
  return tag && tag in LANGUAGES ? (tag as Language) : undefined;
}
