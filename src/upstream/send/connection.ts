import { Pool } from 'undici';
import type { Method } from '../../contract/operation.ts';
import { failureOf } from './failure.ts';

/** Milliseconds. */
export interface Deadlines {
  connect: number;
  /** From the request's end to the head of the answer, and between two parts of its body. */
  headers: number;
  /** A whole call with its retries and waits. */
  total: number;
  /** From the opening of a circuit to the next try. */
  probe: number;
}

export const usualDeadlines: Deadlines = { connect: 3_000, headers: 10_000, total: 15_000, probe: 5_000 };

/** More is not taken: no answer of the v2 API comes near it, and every byte of it is held in memory. */
const largestAnswer = 8 * 1024 * 1024;
/** Far above what the organizations' own limits let through at once in practice. */
const mostSockets = 256;

export interface Outbound {
  method: Method;
  /** Path and query. */
  target: string;
  headers: Record<string, string>;
  body: string | null;
}

/** An answer of the upstream, whatever its status. */
export interface RawAnswer {
  status: number;
  contentType: string;
  etag: string | null;
  location: string | null;
  /** From `Retry-After`, whichever of its two forms it has. */
  retryAfterSeconds: number | null;
  text: string;
}

export interface Connection {
  /** One try. @throws UpstreamFailure, or the signal's reason */
  request(outbound: Outbound, signal: AbortSignal): Promise<RawAnswer>;
  /** Cuts what is open. */
  close(): Promise<void>;
}

interface ConnectionSetting {
  origin: string;
  deadlines: Deadlines;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * The keep-alive pool of one upstream. Follows no redirect, checks TLS, decodes no compression: a small compressed
 * answer could not be held to the bound on its size.
 */
export function openConnection({ origin, deadlines, now }: ConnectionSetting): Connection {
  const pool = new Pool(origin, {
    connections: mostSockets,
    connect: { timeout: deadlines.connect },
    headersTimeout: deadlines.headers,
    bodyTimeout: deadlines.headers,
    maxResponseSize: largestAnswer,
    // With HTTP/2 all organizations would share one flow-control window: one slow reader would slow the others.
    allowH2: false,
  });
  return {
    async request({ method, target, headers, body }, signal) {
      try {
        signal.throwIfAborted();
        const answer = await pool.request({ method, path: target, headers, body, signal });
        return {
          status: answer.statusCode,
          contentType: one(answer.headers['content-type']) ?? '',
          etag: one(answer.headers.etag),
          location: one(answer.headers.location),
          retryAfterSeconds: secondsOf(one(answer.headers['retry-after']), now()),
          text: await answer.body.text(),
        };
      } catch (error) {
        throw signal.aborted ? signal.reason : failureOf(error);
      }
    },
    close: () => pool.destroy(),
  };
}

function one(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3); null where it is neither. */
function secondsOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
