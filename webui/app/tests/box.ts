// A real box for one test file: the program in a directory of its own, on a loopback address of its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The box's certificate is of its own authority.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

/** The program under test: built with the portal inside, or with `PORTAL_DIST=fresh` served from `dist` (see page.ts). */
const PROGRAM = process.env.BELLBOX_BIN ?? '';

export type Box = {
  /** "https://127.1.2.3:28443" */
  url: string;
  directory: string;
  /** What the program has printed. */
  printed: () => string;
  /** Runs a sub-command; what it prints. */
  run: (...args: string[]) => string;
  /** Makes a login with this role and password. */
  user: (login: string, role: string, password: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** An office with two people, who have a line and a SIP account each. */
export const SMALL = `
[office]
name = "Müller & Co"
country = "DE"
timezone = "Europe/Berlin"

[[person]]
first_name = "Anna"
last_name = "Weber"
email = "anna@example.com"
department = "Sales"
[[person.line]]
number = "201"
[[person.line.sip]]
username = "u201"
secret = "secret-of-201-for-tests"

[[person]]
first_name = "Bert"
last_name = "Klein"
[[person.line]]
number = "202"
[[person.line.sip]]
username = "u202"
secret = "secret-of-202-for-tests"
`;

/** Starts a box with this office; without one it is as new. */
export async function startBox(office?: string): Promise<Box> {
  if (!PROGRAM) throw new Error('BELLBOX_BIN must name the program (tests/run portal does that)');
  const directory = mkdtempSync(join(tmpdir(), 'bellbox-portal-'));
  const host = `127.${ownByte()}.${ownByte()}.${ownByte()}`;
  const config = join(directory, 'bellbox.toml');
  const web = await freePort(host);
  const sip = await freePort(host);
  writeFileSync(
    config,
    `[sip]\nudp = ["${host}:${sip}"]\n[rtp]\nports = "30000-31999"\n[web]\nhttps = "${host}:${web}"\n`,
  );
  const data = join(directory, 'data');
  const where = ['--data', data, '--config', config];
  const run = (...args: string[]) =>
    execFileSync(PROGRAM, [...args, ...where], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (office !== undefined) {
    const file = join(directory, 'office.toml');
    writeFileSync(file, office);
    run('load', file, '--yes');
  }
  let output = '';
  const program = spawn(PROGRAM, ['run', ...where], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const url = `https://${host}:${web}`;
  const stop = async () => {
    const hasEnded = () => program.exitCode !== null || program.signalCode !== null;
    program.kill('SIGTERM');
    await new Promise((resolve) => (hasEnded() ? resolve(undefined) : program.once('exit', resolve)));
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await answers(url, data, program, () => output);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    directory,
    printed: () => output,
    run,
    user: (login, role, password) => addUser(url, run, login, role, password),
    stop,
  };
}

/** A random byte of an address, neither 0 nor 255. */
function ownByte(): number {
  return 1 + Math.floor(Math.random() * 254);
}

async function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answers(url: string, data: string, program: ChildProcess, printed: () => string): Promise<void> {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    if (program.exitCode !== null || program.signalCode !== null) throw new Error(`the box has stopped:\n${printed()}`);
    // Its own commands come in another way than browsers, a little later.
    const heard = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (heard?.ok && existsSync(join(data, 'control.sock'))) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`the box does not answer:\n${printed()}`);
}

/** The program makes up a password and wants another at the first sign-in: that is done here, by the interface. */
async function addUser(url: string, run: Box['run'], login: string, role: string, password: string): Promise<void> {
  const made = run('user', 'add', login, '--role', role).trim().split(/\s+/).at(-1) ?? '';
  const session = await ask(url, '/session', { name: login, password: made });
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const changed = await ask(url, '/me/password', { old: made, new: password }, cookie);
  if (!changed.ok) throw new Error(`the password of ${login} is not changed: ${await changed.text()}`);
}

async function ask(url: string, path: string, body: unknown, cookie = ''): Promise<Response> {
  return fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', origin: url, cookie },
  });
}
