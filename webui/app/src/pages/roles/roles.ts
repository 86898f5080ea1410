// Roles, and who may give them: nobody gives more than they have (A.11).
import { api, given, type Schema } from '../../api/client';
import { isOwner, may } from '../../session.svelte';

export type Role = Schema<'RoleRow'>;
export type Assigned = Schema<'AssignedRole'>;

/** All roles, those of the program first. */
export async function allRoles(): Promise<Role[]> {
  return (await given(api.GET('/roles', { params: { query: { limit: 500 } } }))).items;
}

/** A role as a login has it. */
export function assigned(role: Role): Assigned {
  return role.built_in ? { 'built-in': role.id as Schema<'Role'> } : { own: role.id };
}

/** What a login's role is known by in the list of roles. */
export function keyOf(role: Assigned): string {
  return 'own' in role ? role.own : role['built-in'];
}

/** Whether the reader may give this role, and change who has it: only who has all of it. */
export function mayGive(role: Role | undefined): boolean {
  if (!role) return false;
  return (role.id !== 'owner' || isOwner()) && role.permissions.every(may);
}
