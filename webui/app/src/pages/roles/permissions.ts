// Permissions as a form offers them: in groups, and whoever may change something may see it too.
import type { Permission } from '../../session.svelte';

/** What a permission is about; the order is that of the form. */
export const GROUPS = ['own', 'people', 'calls', 'portal', 'numbers', 'office', 'box'] as const;
export type Group = (typeof GROUPS)[number];

const GROUP: Record<Permission, Group> = {
  'own-read': 'own',
  'own-write': 'own',
  'people-read': 'people',
  'people-write': 'people',
  'phones-read': 'people',
  'phones-write': 'people',
  'secrets-reveal': 'people',
  'call-history-read': 'calls',
  'call-history-export': 'calls',
  'portal-users-read': 'portal',
  'portal-users-write': 'portal',
  'tokens-write': 'portal',
  'audit-read': 'portal',
  'audit-undo': 'portal',
  'numbers-read': 'numbers',
  'numbers-write': 'numbers',
  'office-read': 'office',
  'office-write': 'office',
  'settings-read': 'box',
  'settings-write': 'box',
  'status-read': 'box',
};

/** What is of no use without another. */
const NEEDS: Partial<Record<Permission, Permission>> = {
  'own-write': 'own-read',
  'people-write': 'people-read',
  'phones-write': 'phones-read',
  'call-history-export': 'call-history-read',
  'portal-users-write': 'portal-users-read',
  'audit-undo': 'audit-read',
  'numbers-write': 'numbers-read',
  'office-write': 'office-read',
  'settings-write': 'settings-read',
};

/** Where it stands; what a newer box knows and this page does not stands at the end. */
export function groupOf(permission: Permission): Group {
  return GROUP[permission] ?? 'box';
}

/** The permissions after one was ticked, with what it needs, or was taken away, with what needs it. */
export function ticked(held: readonly Permission[], permission: Permission, isOn: boolean): Permission[] {
  const without = new Set(held);
  if (isOn) {
    without.add(permission);
    const needed = NEEDS[permission];
    if (needed) without.add(needed);
  } else {
    without.delete(permission);
    for (const other of held) if (NEEDS[other] === permission) without.delete(other);
  }
  return [...without];
}

type Fields = { name: string; permissions: readonly Permission[] };

/** When somebody else was quicker: theirs, but where something was changed here that. */
export function merged(was: Fields, typed: Fields, theirs: Fields): { name: string; permissions: Permission[] } {
  const added = typed.permissions.filter((one) => !was.permissions.includes(one));
  const removed = was.permissions.filter((one) => !typed.permissions.includes(one));
  const less = removed.reduce<Permission[]>((held, one) => ticked(held, one, false), [...theirs.permissions]);
  return {
    name: typed.name.trim() === was.name ? theirs.name : typed.name,
    permissions: added.reduce((held, one) => ticked(held, one, true), less),
  };
}
