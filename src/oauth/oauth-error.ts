import type { AnswerHeaders } from '../http/answer-headers.ts';
import type { Exchange } from '../http/exchange.ts';
import { send } from '../http/send.ts';

/** The codes of RFC 6749 §5.2, RFC 7591 §3.2.2 and RFC 8707 §2 that this server answers with. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_target'
  | 'invalid_client_metadata'
  | 'invalid_redirect_uri'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'temporarily_unavailable'
  | 'server_error';

/** A refusal in OAuth's words, of an endpoint that clients and not people call. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly description: string;
  readonly status: number;
  readonly headers: AnswerHeaders;

  constructor(code: OAuthErrorCode, description: string, { status = statuses[code] ?? 400, headers = {} }: More = {}) {
    super(description);
    this.code = code;
    this.description = description;
    this.status = status;
    this.headers = headers;
  }
}

interface More {
  status?: number;
  headers?: AnswerHeaders;
}

/** A client that is told 401 registers anew; an error page is all that it shows otherwise. */
const statuses: Partial<Record<OAuthErrorCode, number>> = {
  invalid_client: 401,
  temporarily_unavailable: 503,
  server_error: 500,
};

/** For a client that asked too often. */
export function tooMany(description: string, retryAfterSeconds: number): OAuthError {
  const headers = { 'Retry-After': retryAfterSeconds };
  return new OAuthError('temporarily_unavailable', description, { status: 429, headers });
}

/**
 * For a client whose sign-in is stopped for a while. It keeps what it has and comes again: `invalid_grant` would make it
 * throw its tokens away, and somebody would have to sign in anew.
 */
export function paused(description: string, retryAfterSeconds = 300): OAuthError {
  return new OAuthError('temporarily_unavailable', description, { headers: { 'Retry-After': retryAfterSeconds } });
}

/** Answers with JSON that nothing between here and the client may keep. */
export function sendJson(exchange: Exchange, status: number, body: unknown, headers: AnswerHeaders = {}): void {
  const fixed = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Pragma: 'no-cache' };
  send(exchange, status, { ...fixed, ...headers }, JSON.stringify(body));
}

export function sendOAuthError(exchange: Exchange, { status, code, description, headers }: OAuthError): void {
  sendJson(exchange, status, { error: code, error_description: description }, headers);
}
