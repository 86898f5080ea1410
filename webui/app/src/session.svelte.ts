// Who has signed in, and what they may.
import { api, given, whenSignedOut, type Schema } from './api/client';
import { deafen, listen } from './api/events.svelte';
import { Refused } from './api/problem';
import { asLanguage, preferredLanguage, speak } from './words/words.svelte';

export type Me = Schema<'Me'>;
export type Permission = Schema<'Permission'>;

type State = { is: 'unknown' } | { is: 'nobody'; wasHere: boolean } | { is: 'somebody'; me: Me };

let state = $state.raw<State>({ is: 'unknown' });

whenSignedOut(() => {
  if (state.is === 'somebody') left(true);
});

/** Who has signed in; undefined: nobody, or nobody knows yet. */
export function me(): Me | undefined {
  return state.is === 'somebody' ? state.me : undefined;
}

/** Whether it is known yet who has signed in. */
export function isKnown(): boolean {
  return state.is !== 'unknown';
}

/** Whether a session has ended while the portal was open. */
export function hasEnded(): boolean {
  return state.is === 'nobody' && state.wasHere;
}

/** Whether who has signed in may do this; who may change something may see it too. */
export function may(permission: Permission): boolean {
  const held: readonly string[] = me()?.permissions ?? [];
  return held.includes(permission) || held.includes(permission.replace(/-read$/, '-write'));
}

/** Whether they may see more than what is their own: the organisation (F-14, F-15). */
export function mayManage(): boolean {
  return me()?.permissions.some((permission) => !permission.startsWith('own-')) ?? false;
}

/** Asks the box who has signed in. */
export async function recall(): Promise<void> {
  try {
    await entered(await given(api.GET('/me')));
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status !== 401) throw error;
    left(false);
  }
}

/** Takes over who has signed in, or what has changed of them. */
export async function entered(who: Me): Promise<void> {
  await speak(asLanguage(who.language) ?? preferredLanguage());
  state = { is: 'somebody', me: who };
  // Who owes a password or a scan gets no events yet.
  if (who.next === 'nothing') listen();
}

/** Signs out. */
export async function signOut(): Promise<void> {
  await given(api.DELETE('/session'));
  left(false);
}

function left(wasHere: boolean): void {
  deafen();
  state = { is: 'nobody', wasHere };
}
