import type { ServerResponse } from 'node:http';
import type { Call, OpenCall } from '../contract/port.ts';
import type { Principal } from '../contract/principal.ts';
import type { Exchange } from '../http/exchange.ts';
import { goneSignal } from '../http/gone-signal.ts';

/** What an operation is told of its REST request. The signal is made only when asked for: most operations never do. */
class RestOpenCall implements OpenCall {
  readonly requestId: string;
  readonly #response: ServerResponse;
  #signal: AbortSignal | undefined;

  constructor(exchange: Exchange) {
    this.requestId = exchange.requestId;
    this.#response = exchange.response;
  }

  get signal(): AbortSignal {
    this.#signal ??= goneSignal(this.#response);
    return this.#signal;
  }
}

class RestCall extends RestOpenCall implements Call {
  readonly caller: Principal;
  readonly idempotencyKey: string | undefined;
  readonly newId: string | undefined;

  constructor(exchange: Exchange, caller: Principal, newId: string | undefined) {
    super(exchange);
    this.caller = caller;
    this.newId = newId;
    const key = exchange.request.headers['idempotency-key'];
    this.idempotencyKey = typeof key === 'string' ? key : undefined;
  }
}

export function openCall(exchange: Exchange): OpenCall {
  return new RestOpenCall(exchange);
}

/** @param newId for an operation that makes something, and must make it once */
export function keyedCall(exchange: Exchange, caller: Principal, newId?: string): Call {
  return new RestCall(exchange, caller, newId);
}
