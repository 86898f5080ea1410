// How somebody's invitation stands (F-86, F-139).
import { moment } from '../../../parts/format';
import { may } from '../../../session.svelte';
import { t } from '../../../words/words.svelte';
import type { Person } from './query';

type Invitation = Person['invitation'];
export type State = 'none' | 'pending' | 'expired' | 'accepted';

/** The kind of badge that shows it. */
export const invitationKind = { pending: 'warn', expired: 'bad', accepted: 'good' } as const;

/** Whether an invitation would have to make a login, or its password, which whoever reads this may not. */
export function mayNotMakeLogin(person: Person, hasPassword = true): boolean {
  if (may('portal-users-write') || !may('portal-users-read')) return false;
  return !person.login || !hasPassword;
}

/** Whether it waits, has waited in vain, or was accepted. */
export function invitationState(invitation: Invitation, now = Date.now()): State {
  if (!invitation) return 'none';
  if (invitation.accepted) return 'accepted';
  return Date.parse(invitation.expires) > now ? 'pending' : 'expired';
}

/** The same in a sentence. */
export function invitationText(invitation: Invitation): string {
  const state = invitationState(invitation);
  if (!invitation || state === 'none') return '';
  if (state === 'accepted') return t().people.acceptedOn(moment(invitation.accepted ?? ''));
  const until = moment(invitation.expires);
  return state === 'pending' ? t().people.pendingUntil(until) : t().people.expiredOn(until);
}
