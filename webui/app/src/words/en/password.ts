export const password = {
  show: 'Show password',
  hide: 'Hide password',
  make: 'Generate a secure password',
  strength: 'Strength of the password',
  levels: ['Not good enough', 'Very weak', 'Weak', 'Fair', 'Strong'],
  rule: (least: number, most: number) =>
    `${least} to ${most} characters. A few words that do not belong together are good.`,
};
