// Taking text away from a page: into the clipboard, into a file.
import { t } from '../words/words.svelte';
import { saveFile } from './save';
import { tell } from './toasts.svelte';

/** Puts text into the clipboard, and says so. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(t().common.copied);
  } catch {
    // The browser may forbid it; then it is marked and copied by hand.
    tell(t().common.copyForbidden, { kind: 'bad' });
  }
}

/** Saves text as a file. */
export function saveText(text: string, name: string): void {
  saveFile(new Blob([text], { type: 'text/plain;charset=utf-8' }), name);
}
