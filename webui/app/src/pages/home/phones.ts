// What is shown of an account and its telephone.
import type { Schema } from '../../api/client';

type Account = Schema<'Registration'>;

export const STATES: Account['state'][] = ['not-reachable', 'not-registered', 'registered'];

/** Whose it is; for who may not see people, the account. */
export function nameOf({ line, username }: Account): string {
  return line?.name || line?.number || username;
}

/** The internal number that it rings for. */
export function numberOf({ line }: Account): string {
  return line?.number ?? '';
}

/** The telephone that it is set up on, else what the registered ones say that they are. */
export function deviceOf({ phone, contacts }: Account): string {
  const words =
    phone && [[phone.vendor, phone.model].filter(Boolean).join(' '), phone.label].filter(Boolean).join(', ');
  return words || [...new Set(contacts.map((contact) => contact.user_agent))].filter(Boolean).join(', ');
}

/** Since when it is as it is; undefined where that began before the program did. */
export function sinceOf({ contacts, gone }: Account): string | undefined {
  if (contacts.length === 0) return gone ?? undefined;
  const known = contacts.map((contact) => contact.since);
  return known.includes(null) ? undefined : (known.filter((at) => at != null).sort()[0] ?? undefined);
}
