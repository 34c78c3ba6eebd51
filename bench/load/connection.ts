import { connect, type Socket } from 'node:net';
import type { Answer } from './answer.ts';
import { answerIn } from './answer.ts';

interface Waiting {
  answered: (answer: Answer) => void;
  failed: (error: Error) => void;
}

/**
 * One keep-alive connection with one request at a time, written as bytes that were made before. A client library spends
 * more on a request than `node:http` on its answer: the load would then be what is measured.
 */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: Waiting | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The server closed a connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  /** Sends a whole request; the callbacks and not a promise, which would cost as much as the parsing. */
  ask(request: Buffer, answered: Waiting['answered'], failed: Waiting['failed']): void {
    if (this.#socket.destroyed) {
      failed(new Error('The server closed the connection before'));
      return;
    }
    this.#waiting = { answered, failed };
    this.#socket.write(request);
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const answer = answerIn(this.#received);
    if (answer === null) return;
    this.#received = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.answered(answer);
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.failed(error);
  }
}
