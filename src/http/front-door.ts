import type { IncomingMessage, RequestListener } from 'node:http';
import { Problem } from '../contract/problem.ts';
import type { AllowLists } from './allow-lists.ts';
import { inTurn } from './bounded-connection.ts';
import { allowCrossOrigin, answerPreflight, isPreflight } from './cross-origin.ts';
import { bindExchange, Exchange } from './exchange.ts';
import { toOriginForm } from './origin-form.ts';
import { sendProblem } from './problem-document.ts';
import type { Serving } from './serving.ts';

interface FrontDoorSetting {
  /** Before anything reads the path (see `prefix.ts`). */
  removePrefix: (request: IncomingMessage) => void;
  allowLists: AllowLists;
  serving: Serving;
  /** Milliseconds of a clock that is never set back. */
  monotonic: () => number;
  /** Called once per request, when its answer is out or its connection gone. */
  ended: (exchange: Exchange) => void;
  /** The router behind this door. */
  app: RequestListener;
}

/**
 * What happens to every request before a router sees it: keys are taken out, it gets a request id, Host and Origin are
 * checked.
 */
export function createFrontDoor({
  removePrefix,
  allowLists,
  serving,
  monotonic,
  ended,
  app,
}: FrontDoorSetting): RequestListener {
  return inTurn((request, response) => {
    toOriginForm(request);
    removePrefix(request);
    const exchange = new Exchange(request, response, monotonic());
    bindExchange(exchange);
    serving.began();
    response.once('close', () => {
      serving.ended();
      ended(exchange);
    });
    if (serving.isStopping()) response.shouldKeepAlive = false;
    try {
      admit(allowLists, exchange);
    } catch (error) {
      sendProblem(exchange, error);
      return;
    }
    if (isPreflight(request)) answerPreflight(exchange);
    else app(request, response);
  });
}

function admit(allowLists: AllowLists, { request, headers }: Exchange): void {
  const { host, origin } = request.headers;
  allowLists.checkHost(host);
  allowLists.checkOrigin(origin);
  if (origin !== undefined) allowCrossOrigin(headers, origin);
  if (request.url?.charCodeAt(0) !== 47) throw new Problem('BAD_REQUEST', 'The request line must name a path.');
}
