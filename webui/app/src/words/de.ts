// The words of the portal in German.
import { audit } from './de/audit';
import { calls } from './de/calls';
import { common } from './de/common';
import { deleting } from './de/deleting';
import { home } from './de/home';
import { importing } from './de/importing';
import { me } from './de/me';
import { office } from './de/office';
import { problems } from './de/problems';
import { password } from './de/password';
import { table } from './de/table';
import { people } from './de/people';
import { person } from './de/person';
import { portalUsers } from './de/portalUsers';
import { roles } from './de/roles';
import { setup } from './de/setup';
import { shell } from './de/shell';
import { signIn } from './de/signIn';
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
