export const signIn = {
  title: 'Sign in',
  name: 'Login, email address or internal number',
  account: 'Account name',
  accountHint: 'Only where the box does not know your office otherwise. You may also write it behind an @.',
  password: 'Password',
  code: 'Code',
  codeHint: 'The six digits of your authenticator app, or one of your recovery codes.',
  submit: 'Log in',
  forgotten: 'Reset password',
  ended: 'Your session has ended. Please sign in again.',
  support: (whom: string) => `You need your login? Ask ${whom}.`,
};
