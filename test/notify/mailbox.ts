import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** A mail as an SMTP server has taken it over. */
interface Received {
  to: string;
  /** As it came over the wire. */
  raw: string;
  /** Of one header, unfolded. */
  header(name: string): string;
  subject: string;
  /** Text and HTML, decoded. */
  body: string;
  /** The link of ours in it that lets somebody in; empty where there is none. */
  link: string;
}

export type Stage = 'connected' | 'recipient' | 'message' | 'taken over';

/** An SMTP server on loopback that keeps what it gets, and does at each stage what a test says. */
export interface Mailbox {
  readonly port: number;
  readonly url: string;
  readonly received: Received[];
  /** Called at each stage; an error refuses with its `responseCode`. A message counts as received once it is taken over. */
  behave: (stage: Stage, session: SMTPServerSession) => Promise<void> | void;
  /** Mails to an address, as soon as there are so many. */
  to(address: string, count?: number): Promise<readonly Received[]>;
  stop(): Promise<void>;
}

interface Options {
  /** Who may send; anybody where left out. */
  user?: string;
  password?: string;
  /** With a certificate that nobody trusts. */
  tls?: 'offered' | 'from the beginning';
}

const certificate = (name: string) => readFileSync(new URL(`../upstream/certificates/${name}`, import.meta.url));

/** An answer of the server that is no 250. */
export function reply(responseCode: number, message = 'not now'): Error {
  return Object.assign(new Error(message), { responseCode });
}

export async function startMailbox(options: Options = {}): Promise<Mailbox> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const at = async (stage: Stage, session: SMTPServerSession, done: (error?: Error | null) => void) => {
    try {
      await mailbox.behave(stage, session);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error('refused'));
    }
  };
  const server = new SMTPServer({
    authOptional: options.user === undefined,
    allowInsecureAuth: true,
    secure: options.tls === 'from the beginning',
    disabledCommands: options.tls === 'offered' ? [] : ['STARTTLS'],
    ...(options.tls !== undefined && { key: certificate('this-host.key'), cert: certificate('this-host.pem') }),
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === options.user && password === options.password ? done(null, { user: username }) : done(reply(535)),
    onConnect: (session, done) => void at('connected', session, done),
    onRcptTo: (_address, session, done) => void at('recipient', session, done),
    onData: (stream, session, done) => {
      const takeOver = (raw: string) => {
        const { rcptTo } = session.envelope;
        return at('message', session, (refusal) => {
          if (refusal != null) return done(refusal);
          for (const { address } of rcptTo) received.push(read(address, raw));
          for (const look of waiting) look();
          void at('taken over', session, () => done());
        });
      };
      // One that is cut before its last line is none.
      void text(stream).then(takeOver, () => undefined);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the mailbox listens on no port');
  const login = options.user === undefined ? '' : `${options.user}:${encodeURIComponent(options.password ?? '')}@`;
  const mailbox: Mailbox = {
    port: address.port,
    url: `smtp://${login}127.0.0.1:${address.port}`,
    received,
    behave: () => undefined,
    to: (wanted, count = 1) =>
      new Promise((resolve) => {
        const look = () => {
          const found = received.filter(({ to }) => to === wanted);
          if (found.length < count) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailbox;
}

function read(to: string, raw: string): Received {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  const body = unquoted(raw.slice(end));
  const link = /http:\S+\/(?:invite|reset|prove)#[\w-]+/.exec(body)?.[0] ?? '';
  return { to, raw, header, subject: decoded(header('Subject')), body, link };
}

/** Quoted-printable (RFC 2045, 6.7). */
function unquoted(given: string): string {
  const bytes = given
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Encoded words (RFC 2047). */
function decoded(given: string): string {
  return given
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([QB])\?(.*?)\?=/gi, (_, how: string, coded: string) =>
      how.toUpperCase() === 'B' ? Buffer.from(coded, 'base64').toString('utf8') : unquoted(coded.replaceAll('_', ' ')),
    );
}
