import type { person as english } from '../en/person';

export const person: typeof english = {};
