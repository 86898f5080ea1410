export const portalUsers = {};
