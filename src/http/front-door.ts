import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Problem } from '../contract/problem.ts';
import type { AllowLists } from './allow-lists.ts';
import { allowCrossOrigin, answerPreflight, isPreflight } from './cross-origin.ts';
import { bindExchange, Exchange } from './exchange.ts';
import { sendProblem } from './problem-document.ts';
import type { Serving } from './serving.ts';

interface FrontDoorSetting {
  allowLists: AllowLists;
  serving: Serving;
  /** Milliseconds of a clock that is never set back. */
  monotonic: () => number;
  /** Called once per request, when its answer is out or its connection gone. */
  ended: (exchange: Exchange) => void;
  /** The router behind this door. */
  app: RequestListener;
}

/** What happens to every request first: keys out, request id, Host, Origin. Only then a router sees it. */
export function createFrontDoor({ allowLists, serving, monotonic, ended, app }: FrontDoorSetting): RequestListener {
  return (request, response) => {
    const exchange = new Exchange(request, response, monotonic());
    bindExchange(exchange);
    serving.began();
    response.once('close', () => {
      serving.ended();
      ended(exchange);
    });
    response.setHeader('X-Request-ID', exchange.requestId);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (serving.isStopping()) response.shouldKeepAlive = false;
    try {
      admit(allowLists, request, response);
    } catch (error) {
      sendProblem(exchange, error);
      return;
    }
    if (isPreflight(request)) answerPreflight(request, response);
    else app(request, response);
  };
}

function admit(allowLists: AllowLists, request: IncomingMessage, response: ServerResponse): void {
  const { host, origin } = request.headers;
  allowLists.checkHost(host);
  allowLists.checkOrigin(origin);
  if (origin !== undefined) allowCrossOrigin(response, origin);
  if (request.url?.charCodeAt(0) !== 47) throw new Problem('BAD_REQUEST', 'The request line must name a path.');
}
