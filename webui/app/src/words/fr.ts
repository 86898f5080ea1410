// The words of the portal in French.
import { audit } from './fr/audit';
import { calls } from './fr/calls';
import { common } from './fr/common';
import { deleting } from './fr/deleting';
import { home } from './fr/home';
import { importing } from './fr/importing';
import { me } from './fr/me';
import { office } from './fr/office';
import { problems } from './fr/problems';
import { password } from './fr/password';
import { table } from './fr/table';
import { people } from './fr/people';
import { person } from './fr/person';
import { portalUsers } from './fr/portalUsers';
import { roles } from './fr/roles';
import { setup } from './fr/setup';
import { shell } from './fr/shell';
import { signIn } from './fr/signIn';
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
