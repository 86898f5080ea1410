// The address of the page that is shown, and how one comes to another: the browser's history, so that back, reload and
// links to a page work.
import { isHeld, mayLeave } from './unsaved.svelte';

export { holdBack, isHeld, mayLeave } from './unsaved.svelte';

/** A place in the portal: its path's parts ("people", "018f...") and its query. */
export type Place = { path: string; parts: string[]; query: URLSearchParams };

let place = $state.raw<Place>(here());

/** How many pages have been opened before this one: by it one finds back when somebody would rather stay. */
let step = stepOf(history.state);
history.replaceState({ step }, '');
/** Whether the browser is on its way back to where somebody stays. */
let isReturning = false;

addEventListener('popstate', (event) => {
  const to = stepOf(event.state);
  if (isReturning) {
    isReturning = false;
  } else if (to === step || mayLeave()) {
    step = to;
    place = here();
  } else {
    isReturning = true;
    history.go(step - to);
  }
});

// When the whole portal is left, the browser asks in its own words, and nobody else may.
addEventListener('beforeunload', (event) => {
  if (isHeld()) event.preventDefault();
});

/** Where one is. */
export function at(): Place {
  return place;
}

/** Goes to a path with its query: `go('/people?q=anna')`. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (!mayLeave()) return;
  if (how === 'push') {
    step += 1;
    history.pushState({ step }, '', to);
  } else {
    history.replaceState({ step }, '', to);
  }
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
  history.replaceState({ step }, '', place.path + (text && `?${text}`));
  place = here();
}

/** For a link: follows it here unless it is to open elsewhere (new tab, other button). */
export function follow(event: MouseEvent): void {
  const link = (event.currentTarget as HTMLAnchorElement) ?? undefined;
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  event.preventDefault();
  go(link.pathname + link.search);
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

function stepOf(state: unknown): number {
  const kept = (state as { step?: unknown } | null)?.step;
  return typeof kept === 'number' ? kept : 0;
}
