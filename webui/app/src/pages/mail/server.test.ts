import { expect, it } from 'vitest';
import { portFor } from './server';

it('follows the security with the port, unless that was chosen by hand', () => {
  expect(portFor('tls', '587')).toBe('465');
  expect(portFor('starttls', '465')).toBe('587');
  expect(portFor('none', ' ')).toBe('25');
  expect(portFor('tls', '2525')).toBe('2525');
});
