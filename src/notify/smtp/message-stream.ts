import { Readable } from 'node:stream';

export interface LastLine {
  /** Called when all before it was given; where it rejects, it is not sent. */
  before: () => Promise<void>;
  /** Called in the very moment before it is given to the system: between the two nothing waits. */
  atOnce: () => void;
}

/** A message as nodemailer pipes it into the connection, which ends it by a line with a dot when this ends. */
export class MessageStream extends Readable {
  #content: Buffer | null;
  readonly #lastLine: LastLine;

  constructor(content: Buffer, lastLine: LastLine) {
    super();
    this.#content = content;
    this.#lastLine = lastLine;
  }

  override _read(): void {
    const content = this.#content;
    this.#content = null;
    if (content !== null) this.push(content);
    else
      this.#lastLine.before().then(
        () => this.push(null),
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error('failed before its last line')),
      );
  }

  override pipe<T extends NodeJS.WritableStream>(destination: T, options?: { end?: boolean }): T {
    // What adds the dot is piped into the socket already, so this has to come before that. The other way round a server
    // could have the message, and whoever waits for that kill us, before we note it.
    destination.prependListener('data', (chunk: Buffer) => {
      if (this.readableEnded && lastLine.test(chunk.toString('latin1'))) this.#lastLine.atOnce();
    });
    return super.pipe(destination, options);
  }
}

const lastLine = /^\r?\n?\.\r\n$/;
