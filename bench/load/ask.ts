import type { Answer } from './answer.ts';
import { Connection } from './connection.ts';
import { type Asked, requestBytes } from './request.ts';

/** Asks one thing after the other on one connection, as a person's agent does. */
export interface Asking {
  /** The answer, and how long it took in ms. @throws Error where its status is not 200 */
  ask(asked: Asked): Promise<{ answer: Answer; ms: number }>;
  close(): void;
}

export async function startAsking(port: number): Promise<Asking> {
  const connection = await Connection.open(port);
  return {
    async ask(asked) {
      const request = requestBytes(asked);
      const begun = performance.now();
      const answer = await new Promise<Answer>((resolve, reject) => connection.ask(request, resolve, reject));
      const ms = performance.now() - begun;
      if (answer.status !== 200) {
        throw new Error(
          `${asked.method} ${asked.path} answers ${answer.status}: ${answer.body.toString().slice(0, 300)}`,
        );
      }
      return { answer, ms };
    },
    close: () => connection.close(),
  };
}
