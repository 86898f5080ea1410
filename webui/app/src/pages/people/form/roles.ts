// The roles that a login can be given.
import type { Schema } from '../../../api/client';
import { me } from '../../../session.svelte';

/** Those with nothing that the giver may not do themselves; the others cannot be chosen. */
export function roleOptions(roles: Schema<'RoleRow'>[]): { value: string; label: string; disabled: boolean }[] {
  const own = me()?.permissions ?? [];
  const isOwner = isBuiltIn('owner');
  return roles.map(({ id, name, permissions }) => ({
    value: id,
    label: name,
    disabled: permissions.some((permission) => !own.includes(permission)) || (id === 'owner' && !isOwner),
  }));
}

function isBuiltIn(role: Schema<'Role'>): boolean {
  const mine = me()?.role;
  return mine !== undefined && 'built-in' in mine && mine['built-in'] === role;
}
