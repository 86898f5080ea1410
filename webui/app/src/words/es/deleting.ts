import type { deleting as english } from '../en/deleting';

export const deleting: typeof english = {};
