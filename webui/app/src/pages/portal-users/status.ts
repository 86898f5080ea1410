// How the states of a login look.
import type { PortalUser } from './draft';

type Kind = 'plain' | 'good' | 'warn' | 'bad';

/** F-21 to F-23; what has expired has the mark ●. */
export const STATUS: Record<PortalUser['status'], Kind> = { active: 'good', expired: 'bad', 'not-yet-active': 'warn' };

export const FACTOR: Record<PortalUser['second_factor'], Kind> = {
  disabled: 'plain',
  pending: 'warn',
  activated: 'good',
};
