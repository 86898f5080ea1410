// What the wizard asks for before anything is made, and the best guess at it.
import { countryOfZone, zones } from './places';

export type Draft = {
  /** What stands on the console. */
  code: string;
  office: { name: string; country: string; region: string; timezone: string };
  owner: { login: string; email: string; password: string };
};

const KEPT = 'setup';

/** What was typed before the page was loaded anew, in this tab; the password is not among it. */
export function keptDraft(): Draft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Draft | null;
    return kept ? { ...kept, owner: { ...kept.owner, password: '' } } : undefined;
  } catch {
    // No storage, or not ours.
    return undefined;
  }
}

/** Keeps what is typed for this tab: with its clock the box's certificate changes, and the browser may ask again. */
export function keepDraft(draft: Draft) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ ...draft, owner: { ...draft.owner, password: '' } }));
  } catch {
    // Then a reload begins anew.
  }
}

/** Forgets it: the code is of no use any more. */
export function forgetDraft() {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // Nothing was kept.
  }
}

/** An office where this browser is. */
export function officeHere(name: string): Draft['office'] {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const timezone = zones().includes(here) ? here : 'UTC';
  const spoken = new Intl.Locale(navigator.language).region ?? '';
  return { name, country: countryOfZone(timezone) || spoken, region: '', timezone };
}
