export const deleting = {};
