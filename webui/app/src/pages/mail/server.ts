// The mail server, as it is typed and as the box has it.
import { api, type Schema, tagged } from '../../api/client';
import { Refused } from '../../api/problem';
import { t } from '../../words/words.svelte';
import type { Wrong } from '../people/form/checks';
import type { Loaded } from '../rows/rowForm.svelte';

export type Security = Schema<'MailSecurity'>;
/** An empty password is the one that is there. */
export type Draft = {
  host: string;
  security: Security;
  port: string;
  username: string;
  password: string;
  sender_address: string;
  sender_name: string;
};

/** Where servers take mail with each security, as the box has it too. */
export const PORTS: Record<Security, string> = { starttls: '587', tls: '465', none: '25' };

/** The tag where there is none. */
const NO_SERVER = '"none"';

const NONE: Draft = {
  host: '',
  security: 'starttls',
  port: PORTS.starttls,
  username: '',
  password: '',
  sender_address: '',
  sender_name: '',
};

/** The server as it is; undefined: none is set up. */
export type Known = Loaded<Draft> & { server: Schema<'ShownMailServer'> | undefined };

export async function ask(): Promise<Known> {
  try {
    return known(await tagged(api.GET('/mail-server')));
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'not-found') throw error;
    return { draft: { ...NONE }, tag: '', server: undefined };
  }
}

export async function put(draft: Draft, tag: string): Promise<Known> {
  const body = {
    host: draft.host.trim(),
    security: draft.security,
    port: draft.port.trim() ? Number(draft.port) : null,
    username: draft.username.trim(),
    // Not given: the one that is there stays.
    ...(draft.password && { password: draft.password }),
    sender_address: draft.sender_address.trim(),
    sender_name: draft.sender_name.trim(),
  };
  const headers = { 'If-Match': tag || NO_SERVER };
  return known(await tagged(api.PUT('/mail-server', { body, headers })));
}

/** Which version of the office it made. */
export async function takeAway(tag: string): Promise<number | undefined> {
  return (await tagged(api.DELETE('/mail-server', { headers: { 'If-Match': tag } }))).version;
}

export function check({ port }: Draft): Wrong[] {
  const isPort = !port.trim() || (/^\d{1,5}$/.test(port.trim()) && Number(port) >= 1 && Number(port) <= 65535);
  return isPort ? [] : [['/port', t().office.mail.port, t().office.mail.portWrong]];
}

/** The port for another security, unless it was chosen by hand. */
export function portFor(security: Security, port: string): string {
  return !port.trim() || Object.values(PORTS).includes(port.trim()) ? PORTS[security] : port;
}

function known({ row, ...rest }: { row: Schema<'ShownMailServer'>; tag: string; version: number | undefined }): Known {
  const { has_password: _, ...server } = row;
  return { draft: { ...NONE, ...server, port: String(server.port) }, ...rest, server: row };
}
