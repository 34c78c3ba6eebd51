import type { IncomingHttpHeaders } from 'node:http';
import type { CallSeen } from '../../audit/call-seen.ts';
import type { CallerWords } from '../../contract/caller-words.ts';
import type { KeyPlace } from '../../contract/presented-key.ts';
import type { Principal } from '../../contract/principal.ts';
import type { Scope } from '../../contract/scope.ts';

/** An HTTP request on `/mcp`, after `http/` has checked Host, Origin and the key and taken the key out of it. */
export interface McpRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The query without its `?` and without `api_key`. */
  readonly search: string;
  /** The body as text; `http/` bounds its length. */
  readonly body: string;
  /** Null where no key came; a wrong one never gets here. */
  readonly principal: Principal | null;
  /** Where the key came, for the organization's rule on keys in URLs. */
  readonly keyPlace: KeyPlace | null;
  readonly requestId: string;
  /** Cuts the request's keys out of what is kept or shown of its words. */
  readonly words: CallerWords;
  /** Aborts when the connection is gone. */
  readonly signal: AbortSignal;
  /** What somebody without a key is known by; null where a key came. */
  readonly address: string | null;
  /** Seconds until the key, or without one the address, may ask again, where this request is over its rate limit. */
  readonly retryAfterSeconds: number | null;
  /** Takes further messages of a batch from the same rate limit: seconds to wait when they are over it, else null. */
  readonly spendMore: (calls: number) => number | null;
}

export interface McpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is a subscription: it stays open until one side ends it. */
  readonly body: string | ReadableStream<Uint8Array> | null;
  readonly seen: Seen;
  /** The scopes that an app lacks for its one call, and that its person could give it. */
  readonly stepUp?: readonly Scope[];
}

/** What a request was, for its log line, its metrics and the key's usage: only words of ours, nothing from outside but the client's name. */
export interface Seen {
  readonly era: 'legacy' | 'modern' | null;
  /** The protocol's method, or `unknown`. */
  readonly method: string;
  /** `name/version` of the client, bounded and of plain characters. */
  readonly client: string | null;
  readonly calls: readonly CallSeen[];
}
