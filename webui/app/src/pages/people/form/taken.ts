// A name that somebody else has already is told of the request as a whole: here it comes to stand beside its field.
import type { Problem } from '../../../api/problem';

/** A text that was typed, and where. */
export type Taken = [text: string, pointer: string];

/** The problem with the field at fault, where the box has not said which it is but what is taken. */
export function placedTaken(problem: Problem, typed: Taken[]): Problem {
  if (problem.code !== 'name-taken' || problem.errors.length > 0) return problem;
  const found = typed.filter(([text]) => text && problem.detail.includes(text));
  // Of two that fit the longer one is meant: the other is a part of it.
  const [, pointer] = found.sort(([one], [other]) => other.length - one.length)[0] ?? [];
  if (!pointer) return problem;
  return { ...problem, errors: [{ pointer, field: '', detail: problem.detail, code: problem.code }] };
}
