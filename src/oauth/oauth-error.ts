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
  readonly retryAfterSeconds: number | null;

  constructor(code: OAuthErrorCode, description: string, { retryAfterSeconds = null as number | null } = {}) {
    super(description);
    this.code = code;
    this.description = description;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** A client that is told 401 registers anew; an error page is all that it shows otherwise. */
  get status(): number {
    if (this.retryAfterSeconds !== null) return 429;
    if (this.code === 'server_error') return 500;
    return this.code === 'invalid_client' ? 401 : 400;
  }
}

/** Answers with JSON that nothing between here and the client may keep. */
export function sendJson(exchange: Exchange, status: number, body: unknown, headers: AnswerHeaders = {}): void {
  const fixed = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Pragma: 'no-cache' };
  send(exchange, status, { ...fixed, ...headers }, JSON.stringify(body));
}

export function sendOAuthError(exchange: Exchange, { status, code, description, retryAfterSeconds }: OAuthError): void {
  const retry = retryAfterSeconds === null ? {} : { 'Retry-After': retryAfterSeconds };
  sendJson(exchange, status, { error: code, error_description: description }, retry);
}
