import type { calls as english } from '../en/calls';

export const calls: typeof english = {};
