// What is typed of a portal user, and how it becomes what the box is asked for.
import type { Schema } from '../../api/client';
import type { Problem } from '../../api/problem';
import { keyOf } from '../roles/roles';

export type PortalUser = Schema<'ShownPortalUser'>;

/** The fields of the form; an empty one is none. */
export type Draft = {
  login: string;
  email: string;
  /** The role's key: see `keyOf`. */
  role: string;
  activation: string;
  expiration: string;
  timezone: string;
  language: string;
};

/** A form with nothing in it. */
export const EMPTY: Draft = {
  login: '',
  email: '',
  role: '',
  activation: '',
  expiration: '',
  timezone: '',
  language: '',
};

/** The form of a portal user that there is. */
export function draftOf(user: PortalUser): Draft {
  const { login, email, activation, expiration, timezone, language } = user;
  return {
    login,
    email,
    role: keyOf(user.role),
    activation: activation ?? '',
    expiration: expiration ?? '',
    timezone,
    language,
  };
}

/** The fields in which two forms differ. */
export function changedFields(was: Draft, is: Draft): (keyof Draft)[] {
  return (Object.keys(is) as (keyof Draft)[]).filter((field) => is[field].trim() !== was[field]);
}

/** When somebody else was quicker: theirs, but where something was typed here that. */
export function merged(was: Draft, typed: Draft, theirs: Draft): Draft {
  const kept = changedFields(was, typed).map((field) => [field, typed[field]] as const);
  return { ...theirs, ...Object.fromEntries(kept) };
}

/** A login or an address that somebody else has already is told beside the field where it was typed. */
export function besideFields(problem: Problem, { login, email }: Draft): Problem {
  if (problem.code !== 'name-taken' || problem.errors.length > 0) return problem;
  const isEmail = email.trim() !== '' && email.trim() !== login.trim() && problem.detail.includes(email.trim());
  const pointer = isEmail ? '/email' : '/login';
  return { ...problem, errors: [{ pointer, field: '', detail: problem.detail, code: problem.code }] };
}
