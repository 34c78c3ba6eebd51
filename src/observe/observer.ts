import type { Logger } from 'pino';
import { callEntries } from '../audit/call-entries.ts';
import type { CallSeen } from '../audit/call-seen.ts';
import { refusedEntry } from '../audit/refused-entry.ts';
import type { AuditTrail } from '../audit/trail.ts';
import type { Exchange } from '../http/exchange.ts';
import { createFixedWindow } from '../http/fixed-window.ts';
import { refusalOf } from '../http/refused-key.ts';
import type { LastUsed } from '../keys/last-used.ts';
import { clientName } from '../mcp/protocol/client-name.ts';
import type { Metrics } from './metrics.ts';
import { endOf, requestLine } from './request-line.ts';
import type { Usage, Use } from './usage.ts';

interface ObserverSetting {
  logger: Logger;
  usage: Pick<Usage, 'count'>;
  lastUsed: Pick<LastUsed, 'noteUse'>;
  audit: Pick<AuditTrail, 'note'>;
  metrics: Pick<Metrics, 'request'> | null;
  now: () => number;
  monotonic: () => number;
}

/** Refused keys with a row of their own in a minute, on this node. */
const refusalsAMinute = 10_000;

/** What is remembered of a request when it is over: a log line, metrics, the audit trail, the key's use and usage. */
export function createObserver(setting: ObserverSetting): (exchange: Exchange) => void {
  const { logger, usage, lastUsed, audit, metrics, now, monotonic } = setting;
  // An agent that goes on trying must not fill the trail: a row a minute for each key and reason.
  const refusals = createFixedWindow({ limit: 1, now, subjects: refusalsAMinute });

  function noteRefusal(exchange: Exchange): void {
    const refusal = refusalOf(exchange);
    if (refusal === null) return;
    const { retryAfterSeconds } = refusals.take(`${refusal.key.keyId} ${refusal.why}`);
    if (retryAfterSeconds === null) audit.note(refusedEntry(refusal, exchange.client, exchange.code));
  }

  return (exchange) => {
    exchange.client ??= clientName(undefined, exchange.request.headers['user-agent'], exchange.words);
    const ended = endOf(exchange, monotonic() - exchange.startedAt);
    if (ended.status >= 500) logger.error(requestLine(exchange, ended));
    else logger.info(requestLine(exchange, ended));
    metrics?.request(exchange, ended);
    for (const entry of callEntries(exchange, ended)) audit.note(entry);
    noteRefusal(exchange);
    const { principal, keyPlace, client } = exchange;
    if (principal === null || keyPlace === null) return;
    const { keyId, organizationId, grant } = principal;
    const isGrant = grant !== undefined;
    lastUsed.noteUse({ keyId, organizationId, isGrant, client, place: keyPlace, at: now() });
    for (const use of usesOf(exchange, ended.status)) usage.count({ keyId, organizationId, ...use });
  };
}

type Counted = Pick<Use, 'door' | 'operation' | 'outcome'>;

function usesOf({ operation, calls, code }: Exchange, status: number): readonly Counted[] {
  if (operation !== null) {
    const outcome = code === 'RATE_LIMITED' ? 'rate_limited' : status >= 400 ? 'error' : 'ok';
    return [{ door: 'rest', operation, outcome }];
  }
  return calls
    .filter(({ tool }) => tool !== 'unknown')
    .map((call) => ({ door: 'mcp', operation: call.tool, outcome: outcomeOf(call) }));
}

function outcomeOf({ outcome }: CallSeen): Use['outcome'] {
  if (outcome === 'OK') return 'ok';
  return outcome === 'RATE_LIMITED' ? 'rate_limited' : 'error';
}
