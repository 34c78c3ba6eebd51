import type { Exchange } from '../http/exchange.ts';

/** A client that hung up before its answer: no status of HTTP's says so, nginx's does. */
const hungUp = 499;

/** What a request came to, in words of ours only: safe for logs and as labels of metrics. */
export interface Ended {
  readonly status: number;
  readonly code: string | null;
  readonly method: string;
  readonly ms: number;
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function endOf(exchange: Exchange, ms: number): Ended {
  const { request, response, calls } = exchange;
  const method = request.method ?? '';
  const failedCall = calls.find(({ outcome }) => outcome !== 'OK');
  return {
    status: response.headersSent ? response.statusCode : hungUp,
    code: exchange.code ?? failedCall?.outcome ?? null,
    method: methods.has(method) ? method : 'OTHER',
    ms,
  };
}

/**
 * One wide line per request (issue: "Seen from outside"). Neither path nor query nor any header is in it; what a request
 * has not is left out.
 */
export function requestLine(exchange: Exchange, { status, code, method, ms }: Ended): object {
  const { principal, calls } = exchange;
  return {
    request_id: exchange.requestId,
    door: exchange.door,
    method,
    route: exchange.route,
    status,
    code: code ?? undefined,
    organization_id: principal?.organizationId,
    key_id: principal?.keyId,
    person_id: exchange.personId ?? undefined,
    operation: exchange.operation ?? undefined,
    rpc: exchange.rpcMethod ?? undefined,
    tool: calls[0]?.tool,
    calls: calls.length > 1 ? calls.length : undefined,
    client: exchange.client ?? undefined,
    era: exchange.era ?? undefined,
    ms: Math.round(ms * 1000) / 1000,
    bytes_in: exchange.bytesIn,
    bytes_out: exchange.bytesOut,
  };
}
