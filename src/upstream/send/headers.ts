/** The headers of a request to the upstream: none of the caller's own but its request id. */
export function outboundHeaders({
  key,
  requestId,
  userAgent,
  hasBody,
  ifNoneMatch,
  idempotencyKey,
}: {
  key: string;
  requestId: string;
  userAgent: string;
  hasBody: boolean;
  ifNoneMatch?: string | undefined;
  idempotencyKey?: string | undefined;
}): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-encoding': 'identity',
    authorization: `Bearer ${key}`,
    'user-agent': userAgent,
    'x-request-id': requestId,
    ...(hasBody && { 'content-type': 'application/json' }),
    ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  };
}
