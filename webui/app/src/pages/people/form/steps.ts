// What of a person's page has to be changed in the box to save it, a row at a time; all of it goes as one (F-67).
import { api, given, tagged, type Schema } from '../../../api/client';
import { Refused } from '../../../api/problem';
import { t } from '../../../words/words.svelte';
import { lineBody, linePatch, loginBody, loginPatch, personPatch } from './bodies';
import { dialled, kindOf } from './drafts';
import { type HasProblem, ownProblem } from './edited.svelte';
import { base64 } from './file';
import type { Item } from './Made.svelte';
import type { Taken } from './taken';
import type { ContactEntry, LineEntry, PersonForm, TabKey } from './personForm.svelte';

/** What is asked of the box for one row. */
export type Asked = Pick<Schema<'OneChange'>, 'method' | 'path' | 'if_match' | 'file'> & { body?: object };

/** One change. */
export type Step = {
  tab: TabKey;
  /** What is changed by it, in words. */
  what: string;
  row: HasProblem;
  /** Where on the page a field is that the box names. */
  place?: (pointer: string) => string;
  /** What is typed that somebody else may have already. */
  typed?: Taken[];
  /** What is asked of the box; found out only now where it takes a look at the row first. */
  asked: Asked | (() => Promise<Asked>);
  /** Takes over what has come of it. */
  done?: (made: Made) => void;
};

/** What the box answers where something is made. */
export type Made = { id?: string; secret?: string | null; generated_password?: string | null };

/** What is to be done; what is made and shown once goes to `made`. New lines come first, and then their mailboxes: what
 *  else is new refers to them by their places. */
export function steps(form: PersonForm, made: Item[]): Step[] {
  const newLines = form.lines.filter(({ id }) => !id);
  const newMailboxes = form.lines.filter(({ edited, mailbox }) => edited.draft.has_mailbox && !mailbox);
  const refer = {
    line: (line: LineEntry) => line.id ?? { made_by: newLines.indexOf(line) },
    mailbox: (line: LineEntry) => line.mailbox?.id ?? `@${newLines.length + newMailboxes.indexOf(line)}`,
  };
  return [
    ...newLines.map((line) => newLine(form, line)),
    ...newMailboxes.map((line) => newMailbox(line, refer)),
    ...loginSteps(form),
    ...form.lines.flatMap((line) => lineSteps(line, refer, made)),
    ...personSteps(form),
    ...newLoginSteps(form, made),
    ...pictureSteps(form),
  ];
}

/** How rows are referred to of which some are yet to be made. */
type Refer = {
  line: (line: LineEntry) => string | { made_by: number };
  /** As a part of a path. */
  mailbox: (line: LineEntry) => string;
};

function personSteps({ person, id }: PersonForm): Step[] {
  const fields = person.changed();
  if (fields.length === 0) return [];
  const tab = fields.every((field) => field === 'site') ? 'advanced' : 'person';
  const asked = patch(`/people/${id}`, person.tag, personPatch(person.draft, fields));
  return [{ tab, what: t().person.tabs.person, row: person, asked }];
}

function loginSteps(form: PersonForm): Step[] {
  const { login, loginRow } = form;
  const body = loginPatch(login.draft, login.changed());
  if (!loginRow || Object.keys(body).length === 0) return [];
  const asked = patch(`/portal-users/${loginRow.id}`, login.tag, body);
  return [{ tab: 'login', what: t().person.tabs.login, row: login, typed: typedLogin(form), asked }];
}

function typedLogin({ login }: PersonForm): Taken[] {
  return [
    [login.draft.login.trim(), '/login'],
    [login.draft.email.trim(), '/email'],
  ];
}

/** A login that is new, or a password that one is given. */
function newLoginSteps(form: PersonForm, made: Item[]): Step[] {
  const { login, loginRow } = form;
  const { draft } = login;
  const password = {
    ...(draft.way === 'generate' && { generate_password: true }),
    ...(draft.way === 'typed' && { password: draft.password }),
  };
  const done = ({ generated_password: generated }: Made) => {
    if (generated) made.push({ label: t().person.passwordOf(draft.login.trim()), value: generated });
    [draft.way, draft.password] = ['none', ''];
  };
  if (!loginRow) {
    if (!draft.login.trim()) return [];
    const body = { ...loginBody(draft), email: form.person.draft.email.trim(), person: form.id, ...password };
    const asked = post('/portal-users', body);
    return [{ tab: 'login', what: t().person.tabs.login, row: login, typed: typedLogin(form), asked, done }];
  }
  if (draft.way === 'none') return [];
  const asked = post(`/portal-users/${loginRow.id}/password`, password);
  return [{ tab: 'advanced', what: t().person.password, row: login, asked, done }];
}

type Begun = Pick<Step, 'tab' | 'what' | 'row' | 'typed'>;

function ofLine({ edited }: LineEntry): Begun {
  const typed: Taken[] = [[edited.draft.number.trim(), '/number']];
  return { tab: 'lines', what: t().person.lineOf(edited.draft.number), row: edited, typed };
}

function ofMailbox(line: LineEntry): Begun & Pick<Step, 'place'> {
  const begun = ofLine(line);
  const place = (pointer: string) => `/mailbox${pointer}`;
  return { ...begun, what: `${begun.what}: ${t().person.mailbox}`, place };
}

function newLine(form: PersonForm, line: LineEntry): Step {
  const asked = post('/lines', { owner: { person: form.id }, ...lineBody(line.edited.draft) });
  return { ...ofLine(line), asked, done: ({ id }) => (line.id = id) };
}

function newMailbox(line: LineEntry, refer: Refer): Step {
  const body = { line: refer.line(line), email: line.edited.draft.mailbox_email.trim() };
  return { ...ofMailbox(line), asked: post('/mailboxes', body) };
}

function lineSteps(line: LineEntry, refer: Refer, made: Item[]): Step[] {
  const { edited, id } = line;
  const body = id ? linePatch(edited.draft, edited.changed()) : {};
  const isChanged = Object.keys(body).length > 0;
  return [
    ...(isChanged ? [{ ...ofLine(line), asked: patch(`/lines/${id}`, edited.tag, body) }] : []),
    ...numberSteps(line, refer),
    ...mailboxSteps(line, refer),
    ...line.contacts.flatMap((contact) => contactSteps(line, contact, refer, made)),
  ];
}

/** The public numbers that ring a line are rows of their own. */
function numberSteps(line: LineEntry, refer: Refer): Step[] {
  const { draft, base } = line.edited;
  const before = line.id ? base.direct_numbers : [];
  const change = (id: string, isOn: boolean) => async () => {
    const { row, tag } = await tagged(api.GET('/phone-numbers/{id}', { params: { path: { id } } }));
    // Somebody may have given it to another line since the list was loaded.
    if (isOn ? row.line !== null && row.line !== line.id : row.line !== line.id) {
      throw new Refused(ownProblem([['/direct_numbers', t().person.direct, t().person.numberTaken(row.number)]])!);
    }
    return patch(`/phone-numbers/${id}`, tag, { line: isOn ? refer.line(line) : null });
  };
  const step = ofLine(line);
  const known = { ...step, place: () => '/direct_numbers' };
  const fresh = dialled(draft.new_number);
  const done = ({ id }: Made) => {
    // Now it is one of those that ring the line: else the next save would take it off again.
    if (id) draft.direct_numbers = [...draft.direct_numbers, id];
    if (dialled(draft.new_number) === fresh) draft.new_number = '';
  };
  const asked = post('/phone-numbers', { number: fresh, line: refer.line(line) });
  const typed: Taken[] = [[fresh, '/new_numbers']];
  const gone = before.filter((id) => !draft.direct_numbers.includes(id));
  const come = draft.direct_numbers.filter((id) => !before.includes(id));
  return [
    ...gone.map((id) => ({ ...known, asked: change(id, false) })),
    ...come.map((id) => ({ ...known, asked: change(id, true) })),
    ...(fresh ? [{ ...step, place: () => '/new_numbers', typed, asked, done }] : []),
  ];
}

function mailboxSteps(line: LineEntry, refer: Refer): Step[] {
  const { mailbox, edited } = line;
  const { draft } = edited;
  const step = ofMailbox(line);
  const steps: Step[] = [];
  if (mailbox && !draft.has_mailbox) {
    steps.push({ ...step, asked: { method: 'DELETE', path: `/mailboxes/${mailbox.id}`, if_match: mailbox.tag } });
  } else if (mailbox && edited.changed().includes('mailbox_email')) {
    const body = { email: draft.mailbox_email.trim() };
    steps.push({ ...step, asked: patch(`/mailboxes/${mailbox.id}`, mailbox.tag, body) });
  }
  if (draft.has_mailbox && draft.pin) {
    const { pin } = draft;
    const done = () => {
      if (draft.pin === pin) draft.pin = '';
    };
    steps.push({ ...step, asked: post(`/mailboxes/${refer.mailbox(line)}/pin`, { pin }), done });
  }
  return steps;
}

function contactSteps(line: LineEntry, contact: ContactEntry, refer: Refer, made: Item[]): Step[] {
  const { edited, id } = contact;
  const { draft } = edited;
  const typed: Taken[] = [[draft.value.trim(), '/value']];
  const what = t().person.contactOf(t().person.ways[draft.way], draft.value || line.edited.draft.number);
  const begun = { tab: 'telephones' as const, what, row: edited, place: () => '/value', typed };
  if (id && contact.isGone) {
    return [{ ...begun, asked: { method: 'DELETE', path: `/contact-methods/${id}`, if_match: edited.tag } }];
  }
  if (!id) {
    const done = (row: Made) => {
      contact.id = row.id;
      if (row.secret) made.push({ label: t().person.sipPasswordOf(draft.value.trim()), value: row.secret });
    };
    const body = { line: refer.line(line), kind: kindOf(draft), position: draft.position };
    return [{ ...begun, asked: post('/contact-methods', body), done }];
  }
  const fields = edited.changed();
  if (fields.length === 0) return [];
  const isOther = fields.some((field) => field !== 'position');
  const body = {
    ...(isOther && { kind: kindOf(draft) }),
    ...(fields.includes('position') && { position: draft.position }),
  };
  const tab = fields.every((field) => field === 'algorithm') ? ('advanced' as const) : begun.tab;
  return [{ ...begun, tab, asked: patch(`/contact-methods/${id}`, edited.tag, body) }];
}

function pictureSteps(form: PersonForm): Step[] {
  const { picture } = form;
  if (picture === undefined) return [];
  const path = `/people/${form.id}/avatar`;
  const asked = async (): Promise<Asked> =>
    picture === 'none' ? { method: 'DELETE', path } : { method: 'PUT', path, file: await base64(picture) };
  const done = () => {
    // It may have been moved meanwhile.
    if (form.picture === picture) form.picture = undefined;
  };
  return [{ tab: 'person', what: t().person.picture, row: form.person, place: () => '/image', asked, done }];
}

const patch = (path: string, tag: string, body: object): Asked => ({ method: 'PATCH', path, if_match: tag, body });
const post = (path: string, body: object): Asked => ({ method: 'POST', path, body });

/** Makes all of them as one. What came of each, in order, and the version of the office that they made, if any. */
export async function carryOut(steps: Step[]): Promise<{ results: Made[]; version: number | undefined }> {
  const changes = [];
  for (const [change, { asked }] of steps.entries()) {
    try {
      changes.push(typeof asked === 'function' ? await asked() : asked);
    } catch (error) {
      // It is about this one where it was looked at and found wrong, not where the box was not to be reached.
      if (error instanceof Refused && ['own', 'not-found'].includes(error.problem.code))
        error.problem.more.change = change;
      throw error;
    }
  }
  const body = { changes } as unknown as Schema<'Changes'>;
  const { results, version } = await given(api.POST('/changes', { body }));
  return { results: results.map((result) => (result.body ?? {}) as Made), version: version ?? undefined };
}
