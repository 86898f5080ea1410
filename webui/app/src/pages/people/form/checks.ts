// What can be told to be wrong before the box is asked. The box looks at everything again; this is for who typed it.
import { t } from '../../../words/words.svelte';
import { type ContactDraft, dialled, kindOf, type LineDraft, type LoginDraft, type PersonDraft } from './drafts';

/** What is wrong: where, the field's name, and in words. */
export type Wrong = [pointer: string, field: string, detail: string];

// The box's rule is stricter; this finds what was mistyped.
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const NUMBER = /^[0-9*#]{1,15}$/;
const OUTSIDE = /^\+?[0-9*#]{2,20}$/;
const PUBLIC = /^\+[1-9][0-9]{3,14}$/;
const PIN = /^[0-9]{4,8}$/;
const USERNAME = /^[0-9A-Za-z._+*#-]{1,64}$/;

export function checkPerson(draft: PersonDraft): Wrong[] {
  const wrong: Wrong[] = [];
  if (!draft.first_name.trim()) wrong.push(['/first_name', t().person.firstName, t().person.wrong.firstName]);
  if (isNoEmail(draft.email)) wrong.push(['/email', t().person.email, t().person.wrong.email]);
  return wrong;
}

/** `isNeeded`: what is typed beside it has no sense without a login's name. */
export function checkLogin(draft: LoginDraft, isNeeded: boolean): Wrong[] {
  const wrong: Wrong[] = [];
  if (isNeeded && !draft.login.trim()) wrong.push(['/login', t().person.login, t().person.wrong.login]);
  if (/\s/.test(draft.login.trim())) wrong.push(['/login', t().person.login, t().person.wrong.blank]);
  if (isNoEmail(draft.email)) wrong.push(['/email', t().person.email, t().person.wrong.email]);
  if (draft.way === 'typed' && draft.password.length < 12)
    wrong.push(['/password', t().person.password, t().password.rule(12, 32)]);
  if (draft.activation && draft.expiration && draft.activation > draft.expiration)
    wrong.push(['/expiration', t().person.expiration, t().person.wrong.dates]);
  return wrong;
}

export function checkLine(draft: LineDraft): Wrong[] {
  const wrong: Wrong[] = [];
  if (!NUMBER.test(draft.number.trim())) wrong.push(['/number', t().person.number, t().person.wrong.number]);
  if (draft.unavailable === 'line' && !draft.unavailable_line)
    wrong.push(['/unavailable_line', t().person.toLine, t().person.wrong.line]);
  if (draft.unavailable === 'outside' && !OUTSIDE.test(dialled(draft.unavailable_outside)))
    wrong.push(['/unavailable_outside', t().person.toOutside, t().person.wrong.outside]);
  if (draft.new_number.trim() && !PUBLIC.test(dialled(draft.new_number)))
    wrong.push(['/new_numbers', t().person.newNumber, t().person.wrong.publicNumber]);
  if (draft.has_mailbox && isNoEmail(draft.mailbox_email))
    wrong.push(['/mailbox/email', t().person.mailboxEmail, t().person.wrong.email]);
  if (draft.has_mailbox && draft.pin && !PIN.test(draft.pin))
    wrong.push(['/mailbox/pin', t().person.pin, t().person.wrong.pin]);
  return wrong;
}

export function checkContact(draft: ContactDraft): Wrong[] {
  const text = draft.value.trim();
  const kind = kindOf(draft);
  const isWrong =
    (draft.way === 'sip' && !USERNAME.test(text)) ||
    (draft.way === 'pstn-forward' && !OUTSIDE.test(dialled(text))) ||
    (typeof kind === 'object' && 'sip-forward' in kind && !/^sips?:[^\s@]+(@[^\s@]+)?$/i.test(kind['sip-forward'].uri));
  return isWrong && draft.way !== 'app'
    ? [['/value', t().person.ways[draft.way], t().person.wrong.contacts[draft.way]]]
    : [];
}

/** The same one level deeper, for a body that has it as a part. */
export function within(prefix: string, wrong: Wrong[]): Wrong[] {
  return wrong.map(([pointer, ...rest]) => [prefix + pointer, ...rest]);
}

function isNoEmail(text: string): boolean {
  return text.trim() !== '' && !EMAIL.test(text.trim());
}
