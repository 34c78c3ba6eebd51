import { answer, emptyPage, type HostileUpstream } from '../upstream/hostile.ts';
import type { Dice } from './dice.ts';

/** Begins what it says of its own failures: a 500 without it is ours. */
export const upstreamFailed = 'the upstream failed:';

const problem = (code: string, status: number) => JSON.stringify({ type: 'x', title: 'x', status, code, detail: 'no' });

/** An upstream that does anything, and sends back what it was sent. */
export function misbehave(dice: Dice): HostileUpstream['behave'] {
  return (request, response) => {
    const echo = `${request.method} ${request.url} ${JSON.stringify(request.headers)}`;
    // Half of the keys are good: what is done with a good one must leave no trace of it either.
    if (request.url === '/v2/whoami' && dice.chance(0.5)) {
      answer(response, 200, { data: { organization_id: 'remote-organization', api_key_name: 'laptop' } });
      return;
    }
    const ways = [
      () => answer(response, 200, emptyPage),
      () => answer(response, 200, emptyPage),
      () => answer(response, 201, { data: { id: '3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71', type: 'creator', name: 'x' } }),
      () => answer(response, 401, problem('UNAUTHORIZED', 401)),
      () => answer(response, 403, problem('FORBIDDEN', 403)),
      () => answer(response, 404, problem('NOT_FOUND', 404)),
      () => answer(response, 409, problem('CONFLICT', 409)),
      () => answer(response, 422, { code: 'VALIDATION_ERROR', detail: echo, errors: [{ field: echo, message: echo }] }),
      () => answer(response, 429, problem('RATE_LIMITED', 429), { 'Retry-After': '1' }),
      () => answer(response, 500, { code: 'INTERNAL_ERROR', detail: `${upstreamFailed} ${echo}` }),
      () => answer(response, 503, `<html>${echo}</html>`, { 'Content-Type': 'text/html' }),
      () => request.socket.destroy(),
      () => request.socket.end('no HTTP\r\n'),
      () => answer(response, 200, `{"data": "${echo.slice(0, 30)}`),
    ];
    // Now and then it says nothing at all, and the gateway has to give up by itself.
    if (!dice.chance(0.002)) dice.pick(ways)();
  };
}
