// A mail server that keeps what it is sent, on a loopback address of its own.
import { createServer, type Server } from 'node:net';

export type Letterbox = {
  host: string;
  port: number;
  /** The next letter whose text holds this, with its transfer encoding undone. */
  letter: (part: string) => Promise<string>;
  stop: () => Promise<void>;
};

export async function startLetterbox(): Promise<Letterbox> {
  const letters: string[] = [];
  const host = `127.${1 + Math.floor(Math.random() * 254)}.9.9`;
  const server = createServer((socket) => {
    let [line, letter] = ['', ''];
    let isData = false;
    const say = (text: string) => socket.write(`${text}\r\n`);
    say('220 letterbox');
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      line += bytes.toString('latin1');
      for (let end = line.indexOf('\r\n'); end >= 0; end = line.indexOf('\r\n')) {
        const one = line.slice(0, end);
        line = line.slice(end + 2);
        if (isData && one === '.') {
          isData = false;
          letters.push(letter);
          letter = '';
          say('250 kept');
        } else if (isData) letter += `${one.replace(/^\.\./, '.')}\n`;
        else if (/^DATA/i.test(one)) {
          isData = true;
          say('354 go on');
        } else if (/^QUIT/i.test(one)) {
          say('221 bye');
          socket.end();
        } else say('250 well');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return {
    host,
    port: typeof address === 'object' && address ? address.port : 0,
    letter: (part) => waited(letters, part),
    stop: () => stopped(server),
  };
}

async function waited(letters: string[], part: string): Promise<string> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const found = letters.map(decoded).find((letter) => letter.includes(part));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no letter has "${part}": ${letters.map(decoded).join('\n---\n')}`);
}

/** Quoted-printable and base64 parts as text. */
function decoded(letter: string): string {
  const quoted = letter
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)));
  const blocks = letter.match(/^(?:[A-Za-z0-9+/]{60,}\n)+[A-Za-z0-9+/=]*$/gm) ?? [];
  return [quoted, ...blocks.map((block) => Buffer.from(block, 'base64').toString())].join('\n');
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
