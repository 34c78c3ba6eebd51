import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Many connections of one attacker. */
export interface HostileSockets {
  /** Opens so many, a few hundred at a time, and says to each what `hello` gives. */
  open(count: number, hello: (index: number) => string | Buffer): Promise<void>;
  /** Writes to each that is open. */
  write(bytes: string | Buffer): void;
  /** Waits until the other side has ended them all: the seconds that took, or fails after `seconds`. */
  allEnded(seconds: number): Promise<number>;
  readonly opened: number;
  readonly alive: number;
  /** What came back on all of them, cut to the first bytes of each. */
  answers(): string[];
  destroy(): void;
}

/** @param reads false = nothing that is answered is ever taken */
export function hostileSockets(port: number, { reads = true }: { reads?: boolean } = {}): HostileSockets {
  const sockets = new Set<Socket>();
  const answers: string[] = [];
  let opened = 0;

  function one(index: number, hello: string | Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', (error) => (opened > index ? undefined : reject(error)));
      socket.on('error', () => undefined);
      socket.once('connect', () => {
        opened += 1;
        if (hello.length > 0) socket.write(hello);
        resolve();
      });
      if (reads) socket.on('data', (chunk) => answers.length < 1_000 && answers.push(chunk.toString('latin1', 0, 200)));
      else socket.pause();
      socket.once('close', () => sockets.delete(socket));
      sockets.add(socket);
    });
  }

  return {
    async open(count, hello) {
      for (let from = 0; from < count; from += 250) {
        const some = Array.from({ length: Math.min(250, count - from) }, (_, at) => one(from + at, hello(from + at)));
        await Promise.all(some);
      }
    },
    write(bytes) {
      for (const socket of sockets) if (socket.writable) socket.write(bytes);
    },
    async allEnded(seconds) {
      const begun = performance.now();
      while (sockets.size > 0) {
        const waited = (performance.now() - begun) / 1000;
        if (waited > seconds) throw new Error(`${sockets.size} of ${opened} connections still open after ${seconds} s`);
        await pause(250);
      }
      return (performance.now() - begun) / 1000;
    },
    get opened() {
      return opened;
    },
    get alive() {
      return sockets.size;
    },
    answers: () => answers,
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
