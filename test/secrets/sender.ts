import { dashboardApiBase } from '../../src/dashboard/contract/route.ts';
import { type Ground, randomRequest } from './requests.ts';
import { sendRaw, type WireAnswer, type WireRequest } from './wire.ts';

/** Sends random requests, eight at a time, and keeps of their answers what others may get to see. */
export function createSender(ground: Ground) {
  const answers: string[] = [];
  const failures: string[] = [];
  const statuses = new Map<number, number>();

  function note(request: WireRequest, answer: WireAnswer): void {
    const { status, head, body } = answer;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    // Where a browser is sent to is for that browser alone.
    answers.push(head.replace(/^location:.*$/im, ''), refusalIn(answer));
    if (status === 500) failures.push(`${request.method} ${request.target}: ${body}`);
    const [, reference] = /^location:.*\/connect-app#(\S+)/im.exec(head) ?? [];
    if (reference !== undefined) ground.planted.remember(reference);
    const isOfDoor = ground.door !== null && request.port === ground.door.port;
    if (status >= 300 || !(isOfDoor || request.target.startsWith(dashboardApiBase))) return;
    // Made by this very request: from now on it is one more that may be nowhere.
    for (const [secret] of body.matchAll(/ca_(live|oat|ort|ocs)_[0-9A-Za-z]{49}/g)) ground.planted.remember(secret);
  }

  async function send(count: number): Promise<void> {
    let left = count;
    const worker = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const request = randomRequest(ground);
        note(request, await sendRaw(request.port ?? ground.port, request));
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
  }

  return { send, answers, failures, statuses };
}

/** Of an answer what others may keep: problems and errors. Successes are for the asker alone. */
function refusalIn({ status, body }: WireAnswer): string {
  // The id of a JSON-RPC request comes back to whoever chose it, as that protocol wants it.
  if (status < 400 && /"isError":\s*true/.test(body)) return body.replace(/"id":"[^"]*"/g, '');
  return status >= 400 || /"error":\s*\{/.test(body) ? body : '';
}
