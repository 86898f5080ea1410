import type { portalUsers as english } from '../en/portalUsers';

export const portalUsers: typeof english = {};
