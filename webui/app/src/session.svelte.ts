// Who has signed in, and what they may. A session that ends while pages are open leaves them as they are, until they sign in
// again: what was typed is not lost. Somebody else gets a portal that is loaded anew, and nothing of what was typed.
import { api, given, whenSignedOut, type Schema } from './api/client';
import { deafen, listen, whenNotHeard } from './api/events.svelte';
import { Refused } from './api/problem';
import { dismissAll, tell } from './parts/toasts.svelte';
import { isHeld, letGo } from './unsaved.svelte';
import { asLanguage, preferredLanguage, speak, t } from './words/words.svelte';

export type Me = Schema<'Me'>;
export type Permission = Schema<'Permission'>;

type State =
  | { is: 'unknown' }
  | { is: 'nobody'; wasHere: boolean }
  /** `hasEnded`: their session has, and their pages wait for them. `other`: who has signed in since, while something of
   *  theirs is not saved. */
  | { is: 'somebody'; me: Me; hasEnded: boolean; other?: Me }
  /** The portal is loaded anew for somebody else. */
  | { is: 'leaving' };

let state = $state.raw<State>({ is: 'unknown' });
/** Who was here last since the portal was loaded. */
let last: string | undefined;
/** Stays the same while a session has ended, so that no form begins anew for that. */
const who = $derived(state.is === 'somebody' ? state.me : undefined);

/** Tells the other tabs of this browser, which have the same session, that somebody has come or gone. */
const others = new BroadcastChannel('bellbox-session');
others.addEventListener('message', () => void recall().catch(() => {}));
whenNotHeard(() => recall().catch(() => {}));
whenSignedOut(() => {
  if (state.is === 'somebody') leave(true);
});

// What the pages of one person ask is never asked in the name of another.
api.use({
  onRequest({ request, schemaPath }) {
    const isOfSignIn = schemaPath === '/session' || schemaPath.startsWith('/password-reset');
    const isFree = isOfSignIn || (schemaPath === '/me' && request.method === 'GET');
    if (state.is === 'leaving' || (other() && !isFree)) throw new Error('somebody else has signed in');
  },
});

/** Who has signed in; undefined: nobody, or nobody knows yet. */
export function me(): Me | undefined {
  return who;
}

/** Whether it is known yet who has signed in. */
export function isKnown(): boolean {
  return state.is === 'somebody' || state.is === 'nobody';
}

/** Whether a session has ended while the portal was open. */
export function hasEnded(): boolean {
  return state.is === 'somebody' ? state.hasEnded : state.is === 'nobody' && state.wasHere;
}

/** Who has signed in while something that {@link me} has typed is not saved: they are asked whether it may be lost. */
export function other(): Me | undefined {
  return state.is === 'somebody' ? state.other : undefined;
}

/** Whether who has signed in may do this; who may change something may see it too. */
export function may(permission: Permission): boolean {
  const held: readonly string[] = me()?.permissions ?? [];
  return held.includes(permission) || held.includes(permission.replace(/-read$/, '-write'));
}

/** Whether an owner has signed in: a few things are for owners alone. */
export function isOwner(): boolean {
  const role = me()?.role;
  return role !== undefined && 'built-in' in role && role['built-in'] === 'owner';
}

/** Whether they may see more than what is their own: the organisation (F-14, F-15). */
export function mayManage(): boolean {
  return me()?.permissions.some((permission) => !permission.startsWith('own-')) ?? false;
}

/** Asks the box who has signed in. */
export async function recall(): Promise<void> {
  try {
    await takeOver(await given(api.GET('/me')));
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status !== 401) throw error;
    if (state.is === 'unknown') leave(false);
    else if (state.is === 'somebody') leave(true);
  }
}

/** Takes over who has signed in, or what has changed of them. */
export async function entered(now: Me): Promise<void> {
  const isNews = state.is !== 'somebody' || state.hasEnded || state.me.id !== now.id;
  await takeOver(now);
  if (isNews) others.postMessage('entered');
}

async function takeOver(now: Me): Promise<void> {
  if (state.is === 'leaving') return;
  if (state.is === 'somebody' && state.me.id !== now.id && isHeld()) {
    deafen();
    state = { is: 'somebody', me: state.me, hasEnded: true, other: now };
    return;
  }
  if (last !== undefined && last !== now.id) return beginAnew();
  last = now.id;
  // Words that cannot be loaded are no reason to keep somebody out.
  await speak(asLanguage(now.language) ?? preferredLanguage()).catch(() => {});
  const isSame = state.is === 'somebody' && JSON.stringify(state.me) === JSON.stringify(now);
  state = { is: 'somebody', me: isSame && state.is === 'somebody' ? state.me : now, hasEnded: false };
  // Who owes a password or a scan gets no events yet.
  if (now.next === 'nothing') listen();
}

/** Loads the portal anew, where everybody begins: nothing that is kept, shown or on its way is another person's. */
export function beginAnew(): void {
  letGo();
  deafen();
  state = { is: 'leaving' };
  location.replace('/');
}

/** Signs out; whoever offers it asks `mayLeave()` first. */
export async function signOut(): Promise<void> {
  try {
    await endSession();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return tell(error.problem.detail || t().problems.unreachable, { kind: 'bad' });
  }
  dismissAll();
  goneByChoice();
}

/** Ends the session of somebody else, so that who was here before can sign in and find what they typed. */
export async function makeRoom(): Promise<void> {
  await endSession();
  leave(true);
  others.postMessage('left');
}

async function endSession(): Promise<void> {
  try {
    await given(api.DELETE('/session'));
  } catch (error) {
    // Who is signed out already has what they wanted.
    if (!(error instanceof Refused) || error.problem.status !== 401) throw error;
  }
}

/** The box has ended the session because its owner has asked for that: there is nothing to come back to. */
export function goneByChoice(): void {
  leave(false);
  others.postMessage('left');
}

/** Nobody is signed in any more; `isSudden`: they did not ask for it. */
function leave(isSudden: boolean): void {
  if (state.is === 'leaving') return;
  deafen();
  if (isSudden && state.is === 'somebody' && state.me.next === 'nothing')
    state = { is: 'somebody', me: state.me, hasEnded: true };
  else state = { is: 'nobody', wasHere: isSudden };
}
