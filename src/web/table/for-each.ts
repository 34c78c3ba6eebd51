import { failureText } from '../api/problem.ts';
import { announce } from '../design/toasts.tsx';

/** Requests under way at once: a browser opens no more connections to one host either. */
const atOnce = 4;

/** Does the same to many rows, and says how it went. One that fails does not keep the others from being done. */
export async function forEach(
  ids: readonly string[],
  act: (id: string) => Promise<unknown>,
  done: (count: number) => string,
): Promise<void> {
  const waiting = [...ids];
  const failures: unknown[] = [];
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      await act(id).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const succeeded = ids.length - failures.length;
  if (succeeded > 0) announce(done(succeeded));
  if (failures.length > 0) announce(`${failures.length} failed: ${failureText(failures[0])}`, 'bad');
}
