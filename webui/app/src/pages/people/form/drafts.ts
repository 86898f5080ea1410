// What is typed in the forms of a person, and how it becomes what the box is asked for.
import type { Schema } from '../../../api/client';

/** The person themselves. An empty choice is ''. */
export type PersonDraft = {
  first_name: string;
  last_name: string;
  department: string;
  job_title: string;
  email: string;
  time_frame: string;
  crm_user: string;
  site: string;
};

export type Destination = 'hang-up' | 'voicemail' | 'line' | 'outside';

/** A line, with the rows around it that belong on the same page: its public numbers and its mailbox. */
export type LineDraft = {
  number: string;
  /** Of public numbers of the office, those that ring it. */
  direct_numbers: string[];
  /** A public number that the box does not know yet, and that is to ring it. */
  new_number: string;
  unavailable: Destination;
  unavailable_line: string;
  unavailable_outside: string;
  outside_calls: boolean;
  caller_ids: string[];
  internal_caller_id: string;
  internal_announcement: string;
  external_announcement: string;
  recording: Required<Schema<'Recording'>>;
  has_mailbox: boolean;
  mailbox_email: string;
  /** A new PIN; '': the one that is there stays. */
  pin: string;
};

/** How a login comes to its password. */
export type PasswordWay = 'none' | 'generate' | 'typed';

/** A login for the portal. */
export type LoginDraft = {
  login: string;
  role: string;
  email: string;
  activation: string;
  expiration: string;
  language: string;
  timezone: string;
  way: PasswordWay;
  password: string;
};

export type ContactWay = 'app' | 'sip' | 'pstn-forward' | 'sip-forward';

/** One way of reaching a line (F-91). */
export type ContactDraft = {
  way: ContactWay;
  /** The user name, the number or the SIP address; '' for the app. */
  value: string;
  algorithm: Schema<'DigestAlgorithm'>;
  position: number;
};

export const noPerson = (): PersonDraft => ({
  first_name: '',
  last_name: '',
  department: '',
  job_title: '',
  email: '',
  time_frame: '',
  crm_user: '',
  site: '',
});

export const noLine = (): LineDraft => ({
  number: '',
  direct_numbers: [],
  new_number: '',
  unavailable: 'voicemail',
  unavailable_line: '',
  unavailable_outside: '',
  outside_calls: true,
  caller_ids: [],
  internal_caller_id: '',
  internal_announcement: '',
  external_announcement: '',
  recording: recordingOf({}),
  has_mailbox: true,
  mailbox_email: '',
  pin: '',
});

export const noLogin = (): LoginDraft => ({
  login: '',
  role: 'user',
  email: '',
  activation: '',
  expiration: '',
  language: '',
  timezone: '',
  way: 'none',
  password: '',
});

/** The person as the box has them. */
export function personOf(row: Schema<'ShownPerson'>): PersonDraft {
  const { first_name, last_name, department, job_title, email, crm_user, site } = row;
  return { first_name, last_name, department, job_title, email, crm_user, site, time_frame: row.time_frame ?? '' };
}

/** A line as the box has it, with its mailbox if it has one. */
export function lineOf(row: Schema<'ShownLine'>, mailbox: Schema<'ShownMailbox'> | undefined): LineDraft {
  const { when_unavailable: to } = row;
  return {
    ...noLine(),
    number: row.number,
    direct_numbers: row.direct_numbers.map(({ id }) => id),
    unavailable: typeof to === 'string' ? to : 'line' in to ? 'line' : 'outside',
    unavailable_line: typeof to === 'object' && 'line' in to ? to.line : '',
    unavailable_outside: typeof to === 'object' && 'outside' in to ? to.outside : '',
    outside_calls: row.outside_calls,
    caller_ids: row.caller_ids,
    internal_caller_id: row.internal_caller_id,
    internal_announcement: row.internal_announcement ?? '',
    external_announcement: row.external_announcement ?? '',
    recording: recordingOf(row.recording),
    has_mailbox: mailbox !== undefined,
    mailbox_email: mailbox?.email ?? '',
  };
}

/** A login as the box has it. */
export function loginOf(row: Schema<'ShownPortalUser'>): LoginDraft {
  const { login, email, language, timezone, activation, expiration } = row;
  const role = 'own' in row.role ? row.role.own : row.role['built-in'];
  const dates = { activation: activation ?? '', expiration: expiration ?? '' };
  return { ...noLogin(), login, email, language, timezone, role, ...dates };
}

/** A way of being reached as the box has it. */
export function contactOf(row: Schema<'ShownContactMethod'>): ContactDraft {
  const { kind, position } = row;
  const base = { algorithm: 'md5' as const, position };
  if (kind === 'app') return { ...base, way: 'app', value: '' };
  if ('sip' in kind)
    return { ...base, way: 'sip', value: kind.sip.username, algorithm: kind.sip.algorithm ?? base.algorithm };
  if ('pstn-forward' in kind) return { ...base, way: 'pstn-forward', value: kind['pstn-forward'].number };
  return { ...base, way: 'sip-forward', value: kind['sip-forward'].uri };
}

/** What kind of contact method it is, in the words of the box. */
export function kindOf({ way, value, algorithm }: ContactDraft): Schema<'ContactKind'> {
  const text = value.trim();
  if (way === 'sip') return { sip: { username: text, algorithm } };
  if (way === 'pstn-forward') return { 'pstn-forward': { number: dialled(text) } };
  if (way === 'sip-forward') return { 'sip-forward': { uri: /^sips?:/i.test(text) ? text : `sip:${text}` } };
  return 'app';
}

/** The role of this key: the word of one that comes with the program, or the key of one of the office's own. */
export function roleOf(key: string): Schema<'AssignedRole'> {
  return /^[0-9a-f]{8}-/.test(key) ? { own: key } : { 'built-in': key as Schema<'Role'> };
}

/** Where a call goes that nobody takes. */
export function unavailableOf(draft: LineDraft): Schema<'Unavailable'> {
  if (draft.unavailable === 'line') return { line: draft.unavailable_line };
  if (draft.unavailable === 'outside') return { outside: dialled(draft.unavailable_outside) };
  return draft.unavailable;
}

/** A number as it is dialled, without what makes it readable: "+49 (89) 12-34" is "+49891234". */
export function dialled(text: string): string {
  const typed = text.trim();
  // The zero in parentheses is what one dials at home instead of the country.
  const whole = typed.startsWith('+') ? typed.replace('(0)', '') : typed;
  return whole.replace(/[\s()./-]/g, '');
}

/** What is typed as the box will have it: without what only makes it readable, so that it is the same after a save. */
export function tidy<T extends object>(draft: T): void {
  const texts = draft as Record<string, unknown>;
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'string' && name !== 'password') texts[name] = value.trim();
  }
  if ('unavailable_outside' in draft) texts.unavailable_outside = dialled(String(texts.unavailable_outside));
  if ('way' in draft && 'value' in draft) texts.value = written(draft as unknown as ContactDraft);
}

/** The user name, the number or the address of a contact method, as it is written. */
function written(draft: ContactDraft): string {
  const kind = kindOf(draft);
  if (kind === 'app') return '';
  if ('sip' in kind) return kind.sip.username;
  return 'pstn-forward' in kind ? kind['pstn-forward'].number : kind['sip-forward'].uri;
}

/** The fields of a line that its form does not show as it is filled in: whatever stands in them is no change. */
export function unshownOfLine(draft: LineDraft): (keyof LineDraft)[] {
  return [
    ...(draft.unavailable === 'line' ? [] : ['unavailable_line' as const]),
    ...(draft.unavailable === 'outside' ? [] : ['unavailable_outside' as const]),
    ...(draft.has_mailbox ? [] : (['mailbox_email', 'pin'] as const)),
  ];
}

/** Likewise of a login: before there is one, all but its name waits for that. */
export function unshownOfLogin(draft: LoginDraft, base: LoginDraft): (keyof LoginDraft)[] {
  return base.login || draft.login.trim() ? [] : (Object.keys(draft) as (keyof LoginDraft)[]);
}

function recordingOf(recording: Schema<'Recording'>): Required<Schema<'Recording'>> {
  return {
    inbound_internal: false,
    inbound_external: false,
    outbound_internal: false,
    outbound_external: false,
    on_demand: false,
    ...recording,
    deliveries: [...(recording.deliveries ?? [])],
  };
}
