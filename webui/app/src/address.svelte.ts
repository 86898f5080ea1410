// The address of the page that is shown, and how one comes to another: the browser's history, so that back, reload and
// links to a page work.
import { t } from './words/words.svelte';

/** A place in the portal: its path's parts ("people", "018f...") and its query. */
export type Place = { path: string; parts: string[]; query: URLSearchParams };

type Guard = () => boolean;

let place = $state.raw<Place>(here());
let guard: Guard | undefined;

addEventListener('popstate', () => {
  if (mayLeave()) place = here();
  else history.pushState(null, '', address(place));
});

// When the whole portal is left, the browser asks in its own words, and nobody else may.
addEventListener('beforeunload', (event) => {
  if (guard && !guard()) event.preventDefault();
});

/** Where one is. */
export function at(): Place {
  return place;
}

/** Goes to a path with its query: `go('/people?q=anna')`. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (!mayLeave()) return;
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  place = here();
  if (how === 'push') scrollTo(0, 0);
}

/** Keeps what a page shows in its address, without leaving it: filters, a sorting, a tab. Empty values are left out. */
export function remember(query: Record<string, string | undefined>): void {
  const kept = new URLSearchParams(place.query);
  for (const [name, value] of Object.entries(query)) {
    if (value) kept.set(name, value);
    else kept.delete(name);
  }
  const text = kept.toString();
  history.replaceState(null, '', place.path + (text && `?${text}`));
  place = here();
}

/** Before the page is left while `free` says no, it is asked whether what is not saved may be lost; returns how to stop
 *  that. A form with unsaved fields uses it. */
export function holdBack(free: Guard): () => void {
  guard = free;
  return () => {
    if (guard === free) guard = undefined;
  };
}

/** For a link: follows it here unless it is to open elsewhere (new tab, other button). */
export function follow(event: MouseEvent): void {
  const link = (event.currentTarget as HTMLAnchorElement) ?? undefined;
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  event.preventDefault();
  go(link.pathname + link.search);
}

function mayLeave(): boolean {
  const free = !guard || guard() || confirm(t().common.unsaved);
  if (free) guard = undefined;
  return free;
}

function here(): Place {
  const path = location.pathname.replace(/\/+$/, '') || '/';
  return {
    path,
    parts: path.split('/').filter(Boolean).map(safelyDecoded),
    query: new URLSearchParams(location.search),
  };
}

function safelyDecoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function address(of: Place): string {
  const text = of.query.toString();
  return of.path + (text && `?${text}`);
}
