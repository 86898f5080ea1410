// What the box has against a request: problem details (RFC 9457) with the fields at fault, in the reader's language.

/** A field at fault: where it is in the body (RFC 6901), what it is called, what is wrong. */
export type FieldProblem = { pointer: string; field: string; detail: string; code: string };

/** A refusal. `code` stays the same for ever; `more` is what the kind of problem brings ("dependents"). */
export type Problem = {
  status: number;
  code: string;
  title: string;
  detail: string;
  errors: FieldProblem[];
  more: Record<string, unknown>;
};

/** A request was refused; `status` 0: the box was not reached at all. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.code);
    this.name = 'Refused';
  }
}

/** The problem of an answer that is none of the good ones. */
export function problemOf(body: unknown, response: Response): Problem {
  if (typeof body !== 'object' || body === null || !('code' in body)) {
    return { status: response.status, code: 'http', title: '', detail: '', errors: [], more: {} };
  }
  const { status, code, title, detail, errors, ...more } = body as Problem & Record<string, unknown>;
  delete (more as Record<string, unknown>).type;
  return { status, code, title, detail, errors: errors ?? [], more };
}

/** The problem of whatever was thrown, if the box refused; else it is thrown on. */
export function refusal(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  throw error;
}

/** What is wrong with the field at this pointer ("/first_name"), if anything is. */
export function at(problem: Problem | undefined, pointer: string): string | undefined {
  return problem?.errors.find((error) => error.pointer === pointer)?.detail;
}
