// What changes in the office, as it changes (server-sent events): pages that show it ask anew. Only a tab that is looked at
// listens: a browser has six connections to a box, and six tabs that listen would leave none for anything else.

/** Is handed the resources ("people") of which a row has changed; undefined: of any, because some news was missed. */
type Listener = (resources: string[] | undefined) => unknown;

const AGAIN_MS = 5000;
/** Without news the box says every 15 s that it is there. One that has lost its power says nothing, and no connection ends. */
const SILENT_MS = 40_000;
/** How often pages ask while nothing can be heard. */
const NET_MS = 5000;
/** What goes on in the exchange: there is no version of it, so nobody can say what was missed. */
const LIVE = ['calls', 'registrations'];

const listeners = new Set<Listener>();
let source: EventSource | undefined;
let isWanted = false;
/** Whether something may have happened that nobody here was told of. */
let hasMissed = false;
let later: ReturnType<typeof setTimeout> | undefined;
let silence: ReturnType<typeof setTimeout> | undefined;
/** Whether what changes would be heard now. */
let isHeard = false;

/** What is called when the box does not let us listen: perhaps nobody is signed in any more. */
let onRefused: () => unknown = () => {};
export function whenNotHeard(call: () => unknown): void {
  onRefused = call;
}

/** Calls `listener` with what has changed; returns how to stop. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls `look` when something of this has changed, or anything where nothing is named; while that cannot be heard, every few seconds instead. Returns how to
 *  stop. */
export function keepFresh(look: () => unknown, ...wanted: string[]): () => void {
  const deaf = onChange((resources) => (wanted.length === 0 || concerns(resources, ...wanted)) && look());
  const net = setInterval(() => {
    if (!isHeard && document.visibilityState === 'visible') look();
  }, NET_MS);
  return () => {
    clearInterval(net);
    deaf();
  };
}

/** Whether news is about one of these resources, or may be. */
export function concerns(resources: string[] | undefined, ...wanted: string[]): boolean {
  return !resources || wanted.some((resource) => resources.includes(resource));
}

/** Whether news is about what is kept of the office, not only about what goes on. */
export function isOfRows(resources: string[] | undefined): boolean {
  return !resources || resources.some((resource) => !LIVE.includes(resource));
}

/** Begins to listen, when somebody has signed in. */
export function listen(): void {
  isWanted = true;
  connect();
}

/** Stops, when they have signed out. */
export function deafen(): void {
  isWanted = false;
  disconnect();
}

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connect();
    else disconnect();
  });
}

function connect(): void {
  if (!isWanted || source || document.visibilityState !== 'visible') return;
  clearTimeout(later);
  const mine = new EventSource('/api/v1/events');
  source = mine;
  mine.addEventListener('open', () => {
    hear();
    tell(hasMissed ? undefined : LIVE);
    hasMissed = false;
  });
  mine.addEventListener('alive', hear);
  mine.addEventListener('changed', (event) => {
    hear();
    tell((JSON.parse((event as MessageEvent<string>).data) as { resources: string[] }).resources);
  });
  mine.addEventListener('error', () => {
    [hasMissed, isHeard] = [true, false];
    // The browser connects again by itself after a cut, but not after a refusal.
    if (mine !== source || mine.readyState !== EventSource.CLOSED) return;
    disconnect();
    void onRefused();
    // Not all tabs of all browsers at the same moment.
    later = setTimeout(connect, AGAIN_MS * (1 + Math.random()));
  });
}

function disconnect(): void {
  clearTimeout(later);
  clearTimeout(silence);
  if (!source) return;
  source.close();
  source = undefined;
  [hasMissed, isHeard] = [true, false];
}

function hear(): void {
  isHeard = true;
  clearTimeout(silence);
  silence = setTimeout(() => {
    disconnect();
    connect();
  }, SILENT_MS);
}

function tell(resources: string[] | undefined): void {
  for (const listener of [...listeners]) {
    try {
      listener(resources);
    } catch (error) {
      // What one of them does wrong is no reason to leave the others in the dark.
      reportError(error);
    }
  }
}
