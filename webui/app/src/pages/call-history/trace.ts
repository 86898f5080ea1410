// Why a call went where it went: what the exchange wrote down, in the reader's words.
import type { Schema } from '../../api/client';
import type { Words } from '../../words/en';

type Said = Words['calls']['trace'];

const KNOWN: [RegExp, (said: Said, ...parts: string[]) => string][] = [
  [/^nothing here is called "(.*)"$/, (said, dialled = '') => said.unknown(dialled)],
  [/^"(.*)" belongs to a line that is gone$/, (said, dialled = '') => said.gone(dialled)],
  [/^(\S+) is (\S+) of (.+)$/, (said, dialled = '', number = '', name = '') => said.isOf(dialled, number, name)],
  [/^account (\S+) rings$/, (said, account = '') => said.rings(account)],
  [/^the browser's telephone is not open$/, (said) => said.notOpen],
  [/^no trunk leads to the outside number (.+)$/, (said, number = '') => said.noTrunk(number)],
  [/^no trunk leads to (.+)$/, (said, target = '') => said.noTrunk(target)],
  [/^no telephone of this line can ring$/, (said) => said.nothingRings],
  [/^none of its telephones is registered and answering$/, (said) => said.noneRegistered],
  [
    /^(\d+) more telephones are left out, (\d+) ring at most$/,
    (said, more, most) => said.leftOut(Number(more), Number(most)),
  ],
  [/^the telephone sends the call out of the office, where none goes$/, (said) => said.sentOut],
  [/^(\S+) sends the call on to (.+), where it has been$/, (said, from = '', to = '') => said.sentInCircle(from, to)],
  [/^(\S+) sends the call on to (.+)$/, (said, from = '', to = '') => said.sentOn(from, to)],
];

/** A step in the reader's words; one that a newer program wrote stays as it is. */
export function told(step: Schema<'TraceStep'>, said: Said): string {
  for (const [pattern, words] of KNOWN) {
    const found = pattern.exec(step.decision);
    if (found) return words(said, ...found.slice(1));
  }
  return step.decision;
}
