// What changes in the office, as it changes (server-sent events): pages that show it ask anew.

type Listener = (resources: string[]) => void;

const listeners = new Set<Listener>();
let source: EventSource | undefined;

/** Calls `listener` with the resources ("people") of which a row has changed; returns how to stop. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Begins to listen, when somebody has signed in. The browser connects again by itself. */
export function listen(): void {
  if (source) return;
  source = new EventSource('/api/v1/events');
  source.addEventListener('changed', (event) => {
    const { resources } = JSON.parse((event as MessageEvent<string>).data) as { resources: string[] };
    for (const listener of listeners) listener(resources);
  });
}

/** Stops, when they have signed out. */
export function deafen(): void {
  source?.close();
  source = undefined;
}
