// What has to be asked of the box to save a person's page, in the order in which least is half-done: first what is most
// likely to be refused (names and numbers that somebody else may have), last what cannot be refused.
import { api, given, tagged, type Schema } from '../../../api/client';
import { Refused } from '../../../api/problem';
import { t } from '../../../words/words.svelte';
import { lineBody, linePatch, loginBody, loginPatch, personPatch } from './bodies';
import { dialled, kindOf } from './drafts';
import { type HasProblem, ownProblem } from './edited.svelte';
import type { Item } from './Made.svelte';
import type { Taken } from './taken';
import type { ContactEntry, LineEntry, PersonForm, TabKey } from './personForm.svelte';

/** One request. */
export type Step = {
  tab: TabKey;
  /** What is changed by it, in words. */
  what: string;
  row: HasProblem;
  /** Where on the page a field is that the box names. */
  place?: (pointer: string) => string;
  /** What is typed that somebody else may have already. */
  typed?: Taken[];
  run: () => Promise<void>;
};

const JSON_PATCH = { 'Content-Type': 'application/merge-patch+json' };

/** What is to be done; what is made and shown once goes to `made`. */
export function steps(form: PersonForm, made: Item[]): Step[] {
  const lines = form.lines.map((line) => lineSteps(form, line, made));
  return [
    ...loginSteps(form),
    ...lines.flatMap(({ first }) => first),
    ...personSteps(form),
    ...lines.flatMap(({ later }) => later),
    ...newLoginSteps(form, made),
    ...pictureSteps(form),
  ];
}

function personSteps(form: PersonForm): Step[] {
  const { person, id } = form;
  const fields = person.changed();
  if (fields.length === 0) return [];
  const run = async () => {
    const params = { path: { id }, header: { 'If-Match': person.tag } };
    const body = personPatch(person.draft, fields);
    await given(api.PATCH('/people/{id}', { params, body, headers: JSON_PATCH }));
  };
  const tab = fields.every((field) => field === 'site') ? 'advanced' : 'person';
  return [{ tab, what: t().person.tabs.person, row: person, run }];
}

function loginSteps(form: PersonForm): Step[] {
  const { login, loginRow } = form;
  if (!loginRow) return [];
  const body = loginPatch(login.draft, login.changed());
  if (Object.keys(body).length === 0) return [];
  const run = async () => {
    const params = { path: { id: loginRow.id }, header: { 'If-Match': login.tag } };
    await given(api.PATCH('/portal-users/{id}', { params, body, headers: JSON_PATCH }));
  };
  return [{ tab: 'login', what: t().person.tabs.login, row: login, typed: typedLogin(form), run }];
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
  const show = (generated: string | null | undefined) => {
    if (generated) made.push({ label: t().person.passwordOf(draft.login.trim()), value: generated });
    [draft.way, draft.password] = ['none', ''];
  };
  if (!loginRow) {
    if (!draft.login.trim()) return [];
    const run = async () => {
      const body = { ...loginBody(draft), email: form.person.draft.email.trim(), person: form.id, ...password };
      show((await given(api.POST('/portal-users', { body }))).generated_password);
    };
    return [{ tab: 'login', what: t().person.tabs.login, row: login, typed: typedLogin(form), run }];
  }
  if (draft.way === 'none') return [];
  const run = async () => {
    const params = { path: { id: loginRow.id } };
    show((await given(api.POST('/portal-users/{id}/password', { params, body: password }))).generated_password);
  };
  return [{ tab: 'advanced', what: t().person.password, row: login, run }];
}

function lineSteps(form: PersonForm, line: LineEntry, made: Item[]): { first: Step[]; later: Step[] } {
  const { edited } = line;
  const [draft, fields] = [edited.draft, edited.changed()];
  const typed: Taken[] = [[draft.number.trim(), '/number']];
  const step = { tab: 'lines' as const, what: t().person.lineOf(draft.number), row: edited, typed };
  const first: Step[] = [];
  if (!line.id) {
    const run = async () => {
      const body = { owner: { person: form.id }, ...lineBody(draft) } as Schema<'NewLine'>;
      line.id = (await given(api.POST('/lines', { body }))).id;
    };
    first.push({ ...step, run });
  } else {
    const id = line.id;
    const body = linePatch(draft, fields);
    const run = async () => {
      const params = { path: { id }, header: { 'If-Match': edited.tag } };
      await given(api.PATCH('/lines/{id}', { params, body, headers: JSON_PATCH }));
    };
    if (Object.keys(body).length > 0) first.push({ ...step, run });
  }
  const contacts = line.contacts.flatMap((contact) => contactSteps(line, contact, made));
  return { first, later: [...numberSteps(line, step), ...mailboxSteps(line, step), ...contacts] };
}

type Begun = Pick<Step, 'tab' | 'what' | 'row'>;

/** The public numbers that ring a line are rows of their own. */
function numberSteps(line: LineEntry, step: Begun): Step[] {
  const { draft, base } = line.edited;
  const before = line.id ? base.direct_numbers : [];
  const change = (id: string, isOn: boolean) => async () => {
    const { row, tag } = await tagged(api.GET('/phone-numbers/{id}', { params: { path: { id } } }));
    // Somebody may have given it to another line since the list was loaded.
    if (isOn ? row.line !== null && row.line !== line.id : row.line !== line.id) {
      throw new Refused(ownProblem([['/direct_numbers', t().person.direct, t().person.numberTaken(row.number)]])!);
    }
    const params = { path: { id }, header: { 'If-Match': tag } };
    const body = { line: isOn ? (line.id ?? null) : null };
    await given(api.PATCH('/phone-numbers/{id}', { params, body, headers: JSON_PATCH }));
  };
  const known = { ...step, place: () => '/direct_numbers' };
  const fresh = dialled(draft.new_number);
  const add = async () => {
    const { id } = await given(api.POST('/phone-numbers', { body: { number: fresh, line: line.id ?? null } }));
    // Now it is one of those that ring the line: else the next save would take it off again.
    draft.direct_numbers = [...draft.direct_numbers, id];
    draft.new_number = '';
  };
  const gone = before.filter((id) => !draft.direct_numbers.includes(id));
  const come = draft.direct_numbers.filter((id) => !before.includes(id));
  return [
    ...gone.map((id) => ({ ...known, run: change(id, false) })),
    ...come.map((id) => ({ ...known, run: change(id, true) })),
    ...(fresh ? [{ ...step, place: () => '/new_numbers', typed: [[fresh, '/new_numbers'] as Taken], run: add }] : []),
  ];
}

function mailboxSteps(line: LineEntry, step: Begun): Step[] {
  const { draft } = line.edited;
  const place = (pointer: string) => `/mailbox${pointer}`;
  const { mailbox } = line;
  const steps: Step[] = [];
  let id = mailbox?.id ?? '';
  const add = (run: () => Promise<void>) =>
    steps.push({ ...step, what: `${step.what}: ${t().person.mailbox}`, place, run });
  if (!mailbox && draft.has_mailbox) {
    add(async () => {
      const body = { line: line.id ?? '', email: draft.mailbox_email.trim() };
      id = (await given(api.POST('/mailboxes', { body }))).id;
    });
  } else if (mailbox && !draft.has_mailbox) {
    const options = { params: { path: { id: mailbox.id } }, headers: { 'If-Match': mailbox.tag } };
    add(async () => void (await given(api.DELETE('/mailboxes/{id}', options))));
  } else if (mailbox && line.edited.changed().includes('mailbox_email')) {
    const params = { path: { id: mailbox.id }, header: { 'If-Match': mailbox.tag } };
    const body = { email: draft.mailbox_email.trim() };
    add(async () => void (await given(api.PATCH('/mailboxes/{id}', { params, body, headers: JSON_PATCH }))));
  }
  if (draft.has_mailbox && draft.pin) {
    add(async () => {
      await given(api.POST('/mailboxes/{id}/pin', { params: { path: { id } }, body: { pin: draft.pin } }));
      draft.pin = '';
    });
  }
  return steps;
}

function contactSteps(line: LineEntry, contact: ContactEntry, made: Item[]): Step[] {
  const { edited, id } = contact;
  const { draft } = edited;
  const typed: Taken[] = [[draft.value.trim(), '/value']];
  const what = t().person.contactOf(t().person.ways[draft.way], draft.value || line.edited.draft.number);
  const begun = { tab: 'telephones' as const, what, row: edited, place: () => '/value', typed };
  if (id && contact.isGone) {
    const options = { params: { path: { id } }, headers: { 'If-Match': edited.tag } };
    return [{ ...begun, run: async () => void (await given(api.DELETE('/contact-methods/{id}', options))) }];
  }
  if (!id) {
    const run = async () => {
      const body = { line: line.id ?? '', kind: kindOf(draft), position: draft.position };
      const row = await given(api.POST('/contact-methods', { body }));
      contact.id = row.id;
      if (row.secret) made.push({ label: t().person.sipPasswordOf(draft.value.trim()), value: row.secret });
    };
    return [{ ...begun, run }];
  }
  const fields = edited.changed();
  if (fields.length === 0) return [];
  const run = async () => {
    const params = { path: { id }, header: { 'If-Match': edited.tag } };
    const isOther = fields.some((field) => field !== 'position');
    const body = {
      ...(isOther && { kind: kindOf(draft) }),
      ...(fields.includes('position') && { position: draft.position }),
    };
    await given(api.PATCH('/contact-methods/{id}', { params, body, headers: JSON_PATCH }));
  };
  const tab = fields.every((field) => field === 'algorithm') ? ('advanced' as const) : begun.tab;
  return [{ ...begun, tab, run }];
}

function pictureSteps(form: PersonForm): Step[] {
  const { picture } = form;
  if (picture === undefined) return [];
  const params = { path: { id: form.id } };
  const run = async () => {
    if (picture !== 'none') {
      const headers = { 'Content-Type': 'application/octet-stream' };
      const asIs = { body: picture as never, bodySerializer: (body: unknown) => body as Blob, headers };
      await given(api.PUT('/people/{id}/avatar', { params, ...asIs }));
    } else await given(api.DELETE('/people/{id}/avatar', { params }));
    form.picture = undefined;
  };
  return [{ tab: 'person', what: t().person.picture, row: form.person, place: () => '/image', run }];
}
