import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** Whoever kills us for what is seen from outside, the mark or what the server has got, does so before the last line is noted. */
const beforeLastLineMs = 25;

/** A message as nodemailer pipes it into the connection, which ends it by a line with a dot when this ends. */
export class MessageStream extends Readable {
  #content: Buffer | null;
  readonly #atLastLine: () => void;

  /** @param atLastLine called in the very moment before the last line is given to the system */
  constructor(content: Buffer, atLastLine: () => void) {
    super();
    this.#content = content;
    this.#atLastLine = atLastLine;
  }

  override _read(): void {
    const content = this.#content;
    this.#content = null;
    if (content !== null) this.push(content);
    // And the socket would hold the last line back while it still writes what came before.
    else void pause(beforeLastLineMs).then(() => this.push(null));
  }

  override pipe<T extends NodeJS.WritableStream>(destination: T, options?: { end?: boolean }): T {
    // What adds the dot is piped into the socket already, so this has to come before that. The other way round a server
    // could have the message, and whoever waits for that kill us, before we note it.
    destination.prependListener('data', (chunk: Buffer) => {
      if (this.readableEnded && lastLine.test(chunk.toString('latin1'))) this.#atLastLine();
    });
    return super.pipe(destination, options);
  }
}

const lastLine = /^\r?\n?\.\r\n$/;
