// What is sent to the box of a draft: whole rows, or the fields of them that have changed.
import type { Schema } from '../../../api/client';
import { roleOf, unavailableOf, dialled, type PersonDraft, type LoginDraft, type LineDraft } from './drafts';

/** What of a person is to be written. */
export function personBody(draft: PersonDraft) {
  const { time_frame, site, ...texts } = draft;
  const trimmed = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim()]));
  return { ...(trimmed as typeof texts), time_frame: time_frame || null, ...(site && { site }) };
}

/** Likewise of these fields alone. */
export function personPatch(draft: PersonDraft, fields: (keyof PersonDraft)[]) {
  return only(personBody(draft), fields);
}

/** What of a line is to be written, without the rows around it. */
export function lineBody(draft: LineDraft) {
  return {
    number: draft.number.trim(),
    when_unavailable: unavailableOf(draft),
    outside_calls: draft.outside_calls,
    caller_ids: [...draft.caller_ids],
    internal_caller_id: draft.internal_caller_id.trim(),
    internal_announcement: draft.internal_announcement || null,
    external_announcement: draft.external_announcement || null,
    recording: { ...draft.recording, deliveries: [...draft.recording.deliveries] },
  };
}

/** Likewise of these fields alone. */
export function linePatch(draft: LineDraft, fields: (keyof LineDraft)[]) {
  const named = fields.map((field) => (field.startsWith('unavailable') ? 'when_unavailable' : field));
  return only(lineBody(draft), named);
}

/** What of a login is to be written; its password has a way of its own. */
export function loginBody(draft: LoginDraft) {
  const { login, email, activation, expiration, language, timezone } = draft;
  const dates = { activation: activation || null, expiration: expiration || null };
  return { login: login.trim(), email: email.trim(), role: roleOf(draft.role), ...dates, language, timezone };
}

/** Likewise of these fields alone. */
export function loginPatch(draft: LoginDraft, fields: (keyof LoginDraft)[]) {
  return only(loginBody(draft), fields);
}

/** The whole of a new person: one request makes all of it, or nothing. */
export function newBody(
  person: PersonDraft,
  login: LoginDraft,
  line: LineDraft | undefined,
  hasAccount: boolean,
): Schema<'NewPerson'> {
  const body = {
    ...personBody(person),
    login: login.login.trim()
      ? {
          login: login.login.trim(),
          role: roleOf(login.role),
          ...(login.way === 'generate' && { generate_password: true }),
          ...(login.way === 'typed' && { password: login.password }),
        }
      : null,
    line: line
      ? {
          ...lineBody(line),
          direct_numbers: [...line.direct_numbers],
          new_numbers: line.new_number.trim() ? [dialled(line.new_number)] : [],
          mailbox: line.has_mailbox ? { email: line.mailbox_email.trim(), pin: line.pin || null } : null,
        }
      : null,
    sip_account: line !== undefined && hasAccount,
  };
  return body;
}

function only<T extends object>(whole: T, fields: (string | number | symbol)[]): Partial<T> {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => fields.includes(name))) as Partial<T>;
}
