// A telephone small enough for these tests: SIP over UDP (RFC 3261) as far as one call a time needs it. It registers, calls,
// rings, answers or is busy, hangs up, and sends a little sound.
import { createHash, randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { expect } from 'vitest';
import type { Client } from './client';

/** What it does when it is called. */
export type Manner = 'answers' | 'rings' | 'is busy';
export type Telephone = {
  manner: Manner;
  /** For so many seconds, 600 unless said; 0: no longer. */
  register: (seconds?: number) => Promise<void>;
  /** Calls a number; the final status of the call ("200", "486"). */
  call: (number: string) => Promise<number>;
  /** Calls, and does not wait for an answer: it rings. */
  dial: (number: string) => Promise<void>;
  /** Half a second of sound to the other side. */
  speak: () => Promise<void>;
  hangUp: () => Promise<void>;
  stop: () => void;
};

type Message = { first: string; headers: Map<string, string[]>; body: string };

/** Plugs in the telephone of a line of `SMALL` ("201"). */
export async function plugInAt(client: Client, number: string): Promise<Telephone> {
  const { addresses } = await client.get('/status');
  const sip = addresses.find((one: { service: string }) => one.service === 'SIP udp').address;
  return plugIn(sip, `u${number}`, `secret-of-${number}-for-tests`);
}

/** Plugs one in at the box whose SIP address this is ("127.1.2.3:5060"). */
export async function plugIn(box: string, username: string, secret: string): Promise<Telephone> {
  const [host, port] = [box.slice(0, box.lastIndexOf(':')), Number(box.slice(box.lastIndexOf(':') + 1))];
  const [socket, sound] = [await bound(host), await bound(host)];
  const own = `${host}:${socket.address().port}`;
  const [tag, waiting] = [randomBytes(6).toString('hex'), [] as ((message: Message) => boolean)[]];
  let dialog: { route: string[]; lines: string[]; cseq: number } | undefined;
  let invite: { lines: string[]; to: string } | undefined;
  let cancelled: typeof invite;
  /** The call that rings here. */
  let rung: Message | undefined;
  let hears: { host: string; port: number } | undefined;

  const send = (lines: string[], body = '') =>
    socket.send([...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'), port, host);
  const one = (message: Message, name: string) => message.headers.get(name)?.[0] ?? '';
  const until = (is: (message: Message) => boolean) =>
    new Promise<Message>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${username} waits in vain`)), 20_000);
      waiting.push((message) => {
        if (!is(message)) return false;
        clearTimeout(late);
        resolve(message);
        return true;
      });
    });
  const via = () => `Via: SIP/2.0/UDP ${own};branch=z9hG4bK${randomBytes(8).toString('hex')};rport`;
  const sdp = () =>
    `v=0\r\no=- 1 1 IN IP4 ${host}\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\nm=audio ${sound.address().port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n`;

  function heard(body: string): void {
    const [to, at] = [/^c=IN IP4 (\S+)/m.exec(body)?.[1], /^m=audio (\d+)/m.exec(body)?.[1]];
    if (to && at) hears = { host: to, port: Number(at) };
  }

  function reply(to: Message, status: string, more: string[] = [], body = ''): void {
    const head = [
      `SIP/2.0 ${status}`,
      ...(to.headers.get('via') ?? []).map((value) => `Via: ${value}`),
      `From: ${one(to, 'from')}`,
      `To: ${one(to, 'to')}${one(to, 'to').includes(';tag=') ? '' : `;tag=${tag}`}`,
      `Call-ID: ${one(to, 'call-id')}`,
      `CSeq: ${one(to, 'cseq')}`,
      ...(to.headers.get('record-route') ?? []).map((value) => `Record-Route: ${value}`),
    ];
    send([...head, ...more], body);
  }

  function answered(message: Message): void {
    const replies = (status: string, more?: string[], body?: string) => reply(message, status, more, body);
    const method = message.first.split(' ')[0];
    if (method === 'INVITE' && phone.manner === 'is busy') replies('486 Busy Here');
    else if (method === 'INVITE') {
      replies('180 Ringing', [`Contact: <sip:${username}@${own}>`]);
      rung = message;
      if (phone.manner !== 'answers') return;
      heard(message.body);
      replies('200 OK', [`Contact: <sip:${username}@${own}>`, 'Content-Type: application/sdp'], sdp());
    } else if (method === 'CANCEL' && rung) {
      replies('200 OK');
      reply(rung, '487 Request Terminated');
      rung = undefined;
    } else if (method === 'BYE' || method === 'OPTIONS') replies('200 OK');
  }

  socket.on('message', (bytes: Buffer, _from: RemoteInfo) => {
    const message = read(bytes.toString());
    if (!message) return;
    if (!message.first.startsWith('SIP/2.0 ')) return answered(message);
    const index = waiting.findIndex((take) => take(message));
    if (index >= 0) waiting.splice(index, 1);
    else if (statusOf(message) === 487 && cancelled) {
      const kept = cancelled.lines.filter((line) => /^(Via|Max-Forwards|From|Call-ID):/.test(line));
      const cseq = one(message, 'cseq').replace('INVITE', 'ACK');
      send([`ACK ${cancelled.to} SIP/2.0`, ...kept, `To: ${one(message, 'to')}`, `CSeq: ${cseq}`]);
    }
  });

  /** Sends a request, with credentials when it is asked for them; the final answer, or the first that `enough` takes. */
  async function request(method: string, to: string, contact: string, body = '', enough = final): Promise<Message> {
    const target = method === 'REGISTER' ? `sip:${box}` : to;
    const [callId, from] = [randomBytes(8).toString('hex'), `From: <sip:${username}@${box}>;tag=${tag}`];
    let credentials: string[] = [];
    for (let cseq = 1; ; cseq += 1) {
      const lines = [`Max-Forwards: 70`, from, `To: <${to}>`, `Call-ID: ${callId}`];
      const all = [`${method} ${target} SIP/2.0`, via(), ...lines, `CSeq: ${cseq} ${method}`, contact, ...credentials];
      if (method === 'INVITE') invite = { lines: all, to: target };
      const answer = until(
        (message) =>
          one(message, 'call-id') === callId && one(message, 'cseq').startsWith(`${cseq} `) && enough(message),
      );
      send(body ? [...all, 'Content-Type: application/sdp'] : all, body);
      const got = await answer;
      const status = statusOf(got);
      if (method === 'INVITE' && status >= 200) {
        const route = (got.headers.get('record-route') ?? []).slice().reverse();
        const next = /<([^>]+)>/.exec(one(got, 'contact'))?.[1] ?? target;
        const acks = status < 300 ? [`ACK ${next} SIP/2.0`, via()] : [`ACK ${target} SIP/2.0`, all[1] ?? ''];
        const rest = [lines[0] ?? '', from, `To: ${one(got, 'to')}`, lines[3] ?? ''];
        send([...acks, ...route.map((value) => `Route: ${value}`), ...rest, `CSeq: ${cseq} ACK`]);
        if (status < 300) dialog = { route: [next, ...route], lines: rest, cseq };
      }
      if (status !== 401 || credentials.length > 0) return got;
      credentials = [`Authorization: ${digest(one(got, 'www-authenticate'), method, target, username, secret)}`];
    }
  }

  const phone: Telephone = {
    manner: 'answers',
    register: async (seconds = 600) => {
      const contact = `Contact: <sip:${username}@${own}>;expires=${seconds}`;
      expect(statusOf(await request('REGISTER', `sip:${username}@${box}`, contact))).toBe(200);
    },
    call: async (number) => {
      const got = await request('INVITE', `sip:${number}@${box}`, `Contact: <sip:${username}@${own}>`, sdp());
      heard(got.body);
      return statusOf(got);
    },
    dial: async (number) => {
      const isRinging = (message: Message) => final(message) || statusOf(message) === 180;
      await request('INVITE', `sip:${number}@${box}`, `Contact: <sip:${username}@${own}>`, sdp(), isRinging);
    },
    speak: async () => {
      for (let index = 0; index < 25 && hears; index += 1) {
        const packet = Buffer.alloc(172, 0xd5);
        packet.set([0x80, 8]);
        packet.writeUInt16BE(index, 2);
        packet.writeUInt32BE(index * 160, 4);
        packet.writeUInt32BE(0x01020304, 8);
        sound.send(packet, hears.port, hears.host);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    hangUp: async () => {
      if (dialog) {
        const { route, lines, cseq } = dialog;
        const gone = until((message) => one(message, 'cseq') === `${cseq + 1} BYE`);
        const routes = route.slice(1).map((value) => `Route: ${value}`);
        send([`BYE ${route[0]} SIP/2.0`, via(), ...routes, ...lines, `CSeq: ${cseq + 1} BYE`]);
        await gone;
      } else if (invite) {
        const gone = until((message) => one(message, 'cseq').endsWith(' CANCEL'));
        const kept = invite.lines.filter((line) => /^(Via|Max-Forwards|From|To|Call-ID):/.test(line));
        const cseq = (invite.lines.find((line) => line.startsWith('CSeq: ')) ?? '').replace('INVITE', 'CANCEL');
        send([`CANCEL ${invite.to} SIP/2.0`, ...kept, cseq]);
        cancelled = invite;
        await gone;
      }
      dialog = invite = undefined;
    },
    stop: () => {
      socket.close();
      sound.close();
    },
  };
  return phone;
}

function final(message: Message): boolean {
  return statusOf(message) >= 200;
}

function statusOf(message: Message): number {
  return Number(message.first.split(' ')[1]);
}

function read(text: string): Message | undefined {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2);
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return first ? { first, headers, body } : undefined;
}

/** Digest credentials (RFC 7616) for a challenge. */
function digest(challenge: string, method: string, uri: string, username: string, secret: string): string {
  const of = (name: string) => new RegExp(`\\b${name}="?([^",]*)`).exec(challenge)?.[1] ?? '';
  const [realm, nonce, opaque] = [of('realm'), of('nonce'), of('opaque')];
  const name = /sha-256/i.test(of('algorithm')) ? 'sha256' : 'md5';
  const hash = (text: string) => createHash(name).update(text).digest('hex');
  const ha1 = hash(`${username}:${realm}:${secret}`);
  const parts = [`username="${username}"`, `realm="${realm}"`, `nonce="${nonce}"`, `uri="${uri}"`];
  if (of('qop')) {
    const response = hash(`${ha1}:${nonce}:00000001:c0ffee:auth:${hash(`${method}:${uri}`)}`);
    parts.push(`response="${response}"`, 'qop=auth', 'nc=00000001', 'cnonce="c0ffee"');
  } else parts.push(`response="${hash(`${ha1}:${nonce}:${hash(`${method}:${uri}`)}`)}"`);
  if (opaque) parts.push(`opaque="${opaque}"`);
  if (of('algorithm')) parts.push(`algorithm=${of('algorithm')}`);
  return `Digest ${parts.join(', ')}`;
}

async function bound(host: string): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, host, resolve));
  return socket;
}
