// What is typed and not saved: pages hold it back, and whoever would lose it by leaving is asked.
import { SvelteSet } from 'svelte/reactivity';
import { t } from './words/words.svelte';

type Hold = { isFree: () => boolean; question: () => string };

const holds = new SvelteSet<Hold>();

/** Before the page is left while `isFree` says no, it is asked whether what is not saved may be lost; returns how to stop
 *  that. A form with unsaved fields uses it; `isFree` only says how things are, and asks nobody. */
export function holdBack(isFree: () => boolean, question: () => string = () => t().common.unsaved): () => void {
  const hold = { isFree, question };
  holds.add(hold);
  return () => holds.delete(hold);
}

/** Whether something is not saved. */
export function isHeld(): boolean {
  return [...holds].some((hold) => !hold.isFree());
}

/** What is not saved is given up: nobody is asked about it any more. */
export function letGo(): void {
  holds.clear();
}

/** Whether the page may be left: asks, once, if something is not saved. */
export function mayLeave(): boolean {
  const hold = [...holds].find(({ isFree }) => !isFree());
  return !hold || confirm(hold.question());
}
