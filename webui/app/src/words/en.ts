// The words of the portal in English, an area a file. Every other language has the same ones.
import { audit } from './en/audit';
import { calls } from './en/calls';
import { common } from './en/common';
import { deleting } from './en/deleting';
import { home } from './en/home';
import { importing } from './en/importing';
import { me } from './en/me';
import { office } from './en/office';
import { problems } from './en/problems';
import { password } from './en/password';
import { table } from './en/table';
import { people } from './en/people';
import { person } from './en/person';
import { portalUsers } from './en/portalUsers';
import { roles } from './en/roles';
import { setup } from './en/setup';
import { shell } from './en/shell';
import { signIn } from './en/signIn';

export const words = {
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

export type Words = typeof words;
