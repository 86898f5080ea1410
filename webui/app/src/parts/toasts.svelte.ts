// Short news at the foot of the page: what was done, with a way to take it back.

export type Toast = { id: number; text: string; kind: 'good' | 'bad'; action?: { label: string; act: () => void } };

/** More at once would cover the page: the oldest goes. */
const MOST = 3;
const STAYS_MS = 8000;

let toasts = $state.raw<Toast[]>([]);
let last = 0;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** What is to be seen. */
export function shownToasts(): Toast[] {
  return toasts;
}

/** Tells something; what went wrong stays until it is dismissed. */
export function tell(text: string, more: Partial<Pick<Toast, 'kind' | 'action'>> = {}): void {
  last += 1;
  const toast: Toast = { id: last, text, kind: 'good', ...more };
  for (const old of toasts.slice(0, -(MOST - 1))) dismiss(old.id);
  toasts = [...toasts, toast];
  begin(toast);
}

/** Takes it away. */
export function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  toasts = toasts.filter((toast) => toast.id !== id);
}

/** Takes all away: who comes next is told nothing of them. */
export function dismissAll(): void {
  for (const { id } of toasts) dismiss(id);
}

/** Nothing goes while somebody points at it or has the focus in it. */
export function hold(): void {
  timers.forEach((timer) => clearTimeout(timer));
  timers.clear();
}

/** From now on they go again. */
export function release(): void {
  hold();
  toasts.forEach(begin);
}

function begin(toast: Toast): void {
  if (toast.kind !== 'good') return;
  const stays = toast.action ? 2 * STAYS_MS : STAYS_MS;
  timers.set(
    toast.id,
    setTimeout(() => dismiss(toast.id), stays),
  );
}
