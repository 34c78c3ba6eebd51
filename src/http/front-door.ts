import type { IncomingMessage, RequestListener } from 'node:http';
import { Problem } from '../contract/problem.ts';
import type { AllowLists } from './allow-lists.ts';
import { inTurn } from './bounded-connection.ts';
import { allowCrossOrigin, answerPreflight, isPreflight } from './cross-origin.ts';
import { bindExchange, Exchange } from './exchange.ts';
import { type Authority, requestedHost, toOriginForm } from './origin-form.ts';
import { sendProblem } from './problem-document.ts';
import type { Serving } from './serving.ts';
import { strictTransport } from './strict-transport.ts';

interface FrontDoorSetting {
  /** Before anything reads the path (see `prefix.ts`). */
  removePrefix: (request: IncomingMessage) => void;
  allowLists: AllowLists;
  /** Host names that browsers are told to keep to over https. */
  httpsOnly: ReadonlySet<string>;
  serving: Serving;
  /** Milliseconds of a clock that is never set back. */
  monotonic: () => number;
  /** Called once per request, when its answer is out or its connection gone. */
  ended: (exchange: Exchange) => void;
  /** The router behind this door. */
  app: RequestListener;
}

/** What happens to every request first: keys out, request id, Host, Origin. Only then a router sees it. */
export function createFrontDoor(setting: FrontDoorSetting): RequestListener {
  const { removePrefix, serving, monotonic, ended, app } = setting;
  return inTurn((request, response) => {
    const whole = toOriginForm(request);
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
      admit(setting, exchange, whole);
    } catch (error) {
      sendProblem(exchange, error);
      return;
    }
    if (isPreflight(request)) answerPreflight(exchange);
    else app(request, response);
  });
}

function admit(
  { allowLists, httpsOnly }: FrontDoorSetting,
  { request, headers }: Exchange,
  whole: Authority | null,
): void {
  const { origin } = request.headers;
  const host = allowLists.checkHost(requestedHost(request, whole));
  if (httpsOnly.has(host)) headers['Strict-Transport-Security'] = strictTransport;
  allowLists.checkOrigin(origin);
  if (origin !== undefined) allowCrossOrigin(headers, origin);
  if (request.url?.charCodeAt(0) !== 47) throw new Problem('BAD_REQUEST', 'The request line must name a path.');
}
