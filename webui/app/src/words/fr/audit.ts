import type { audit as english } from '../en/audit';

export const audit: typeof english = {};
