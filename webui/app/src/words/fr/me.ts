import type { me as english } from '../en/me';

export const me: typeof english = {};
