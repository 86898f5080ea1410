// The words of the portal in Spanish.
import { audit } from './es/audit';
import { calls } from './es/calls';
import { common } from './es/common';
import { deleting } from './es/deleting';
import { home } from './es/home';
import { importing } from './es/importing';
import { me } from './es/me';
import { office } from './es/office';
import { problems } from './es/problems';
import { password } from './es/password';
import { table } from './es/table';
import { people } from './es/people';
import { person } from './es/person';
import { portalUsers } from './es/portalUsers';
import { roles } from './es/roles';
import { setup } from './es/setup';
import { shell } from './es/shell';
import { signIn } from './es/signIn';
import type { Words } from './en';

export const words: Words = {
  common,
  table,
  password,
  problems,
  shell,
  signIn,
  setup,
  home,
  people,
  person,
  importing,
  deleting,
  portalUsers,
  roles,
  office,
  calls,
  audit,
  me,
};
