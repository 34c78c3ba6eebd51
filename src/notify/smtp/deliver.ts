import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailSetting } from '../../config/mail-setting.ts';
import { MessageStream } from './message-stream.ts';

export type Delivery =
  /** The server has taken it over. */
  | { kind: 'accepted' }
  /** It never will: no such mailbox, not from here, not such a message. */
  | { kind: 'refused'; code: number }
  /** It has not, as far as is known; `code` is the server's or the connection's, and names nobody. */
  | { kind: 'failed'; code: string };

interface Handing {
  setting: MailSetting;
  to: string;
  message: Buffer;
  /** Called when the server is about to be told of the message; where it rejects, it is told nothing. */
  beforehand: () => Promise<void>;
  /** Called in the very moment before the last line is given to the system: between the two nothing waits. */
  atLastLine: () => void;
  /** Ends it: at once where the last line was not sent yet, else when an answer has had a little time. */
  signal: AbortSignal;
}

const connectMs = 30_000;
const graceMs = 5_000;
/** RFC 5321, 4.5.3.2.6: a server may take ten minutes to answer the last line. */
const answerMs = 10 * 60_000;

/** Gives one message to the SMTP server, over a connection of its own. Never rejects. */
export async function deliver({ setting, to, message, beforehand, atLastLine, signal }: Handing): Promise<Delivery> {
  const connection = new SMTPConnection({
    host: setting.host,
    port: setting.port,
    secure: setting.secure,
    requireTLS: setting.requiresTls,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    socketTimeout: answerMs,
  });
  let isEnding = false;
  // Once the last line may be out, the answer is worth waiting a little for.
  const abort = () => (isEnding ? void setTimeout(() => connection.close(), graceMs).unref() : connection.close());
  signal.addEventListener('abort', abort, { once: true });
  try {
    await within(connection, (done) => connection.connect(done));
    const { login } = setting;
    if (login !== null) {
      await within(connection, (done) => connection.login({ user: login.user, pass: login.password }, done));
    }
    signal.throwIfAborted();
    await beforehand();
    const content = new MessageStream(message, () => {
      // The connection is closed then.
      if (signal.aborted) return;
      isEnding = true;
      atLastLine();
    });
    const envelope = { from: setting.from.address, to: [to] };
    await within(connection, (done) => connection.send(envelope, content, done));
    connection.quit();
    return { kind: 'accepted' };
  } catch (error) {
    // Cut, and not quit: a server that has not got the last line forgets the rest.
    connection.close();
    return deliveryOf(error);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** One step of the conversation; a connection that ends meanwhile ends it too. */
function within(connection: SMTPConnection, step: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error | null) => {
      connection.off('error', settle);
      connection.off('end', ended);
      // Errors of a connection that nobody waits for are nobody's.
      connection.on('error', () => undefined);
      if (error == null) resolve();
      else reject(error);
    };
    const ended = () => settle(Object.assign(new Error('The connection ended'), { code: 'ECONNECTION' }));
    connection.once('error', settle);
    connection.once('end', ended);
    step(settle);
  });
}

/** Of steps that speak of the message and not of us: else a wrong password here would end every mail. */
const ofTheMessage = /^(MAIL FROM|RCPT TO|DATA)/;

function deliveryOf(error: unknown): Delivery {
  if (!(error instanceof Error)) return { kind: 'failed', code: 'unknown' };
  const status = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  const command = 'command' in error && typeof error.command === 'string' ? error.command : '';
  if (status !== null && status >= 500 && ofTheMessage.test(command)) return { kind: 'refused', code: status };
  if (status !== null) return { kind: 'failed', code: String(status) };
  return { kind: 'failed', code: 'code' in error && typeof error.code === 'string' ? error.code : error.name };
}
