// Short news at the foot of the page: what was done, with a way to take it back.

export type Toast = { id: number; text: string; kind: 'good' | 'bad'; action?: { label: string; act: () => void } };

/** More at once would cover the page: the oldest goes. */
const MOST = 3;
const STAYS_MS = 8000;

let toasts = $state.raw<Toast[]>([]);
let last = 0;

/** What is to be seen. */
export function shownToasts(): Toast[] {
  return toasts;
}

/** Tells something; what can be acted on stays until it is dismissed. */
export function tell(text: string, more: Partial<Pick<Toast, 'kind' | 'action'>> = {}): void {
  last += 1;
  const toast: Toast = { id: last, text, kind: 'good', ...more };
  toasts = [...toasts, toast].slice(-MOST);
  if (toast.kind === 'good') setTimeout(() => dismiss(toast.id), toast.action ? 2 * STAYS_MS : STAYS_MS);
}

/** Takes it away. */
export function dismiss(id: number): void {
  toasts = toasts.filter((toast) => toast.id !== id);
}
