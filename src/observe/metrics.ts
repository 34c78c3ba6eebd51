import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Exchange } from '../http/exchange.ts';
import type { VerdictCache } from '../keys/verdict-cache.ts';
import type { ReaderCounts } from '../store/readers/readers.ts';
import { createMailMetrics, type MailMetrics } from './mail-metrics.ts';
import { addReaderMetrics } from './reader-metrics.ts';
import type { Ended } from './request-line.ts';
import { talliedCounter } from './tallied-counter.ts';
import { createUpstreamMetrics, type UpstreamMetrics } from './upstream-metrics.ts';

/** What a request or a part of the program adds to the metrics. */
export interface Metrics {
  request(exchange: Exchange, ended: Ended): void;
  /** The same cache, with its hits and misses counted. */
  counted(cache: VerdictCache): VerdictCache;
  /** Adds what is counted of a remote API; called where there is one, once. */
  upstream(): UpstreamMetrics;
  /** Adds what is counted of mails; called where this server sends any, once. */
  mail(): MailMetrics;
  /** Adds how long reads of the store stand, as it is asked at each look; called once. */
  heavyReads(counts: () => ReaderCounts): void;
  /** Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Seconds. From a cached answer (tens of microseconds) to one that a client gives up on. */
const durations = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Counters for Prometheus. Every label comes from our own lists (doors, templates, methods, codes, tools), so that
 * nobody outside can make a series.
 */
export function createMetrics({ openExchanges }: { openExchanges: () => number }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = talliedCounter({
    name: 'creatoraudit_http_requests_total',
    help: 'Requests answered, by front door, route template, method, status and problem code.',
    labelNames: ['door', 'route', 'method', 'status', 'code'],
    registers,
  });
  const seconds = new Histogram({
    name: 'creatoraudit_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['door', 'route', 'method'],
    buckets: durations,
    registers,
  });
  const toolCalls = talliedCounter({
    name: 'creatoraudit_tool_calls_total',
    help: 'MCP tool calls, by tool and outcome.',
    labelNames: ['tool', 'outcome'],
    registers,
  });
  const toolSeconds = new Histogram({
    name: 'creatoraudit_tool_call_duration_seconds',
    help: 'Time that an MCP tool call took.',
    labelNames: ['tool'],
    buckets: durations,
    registers,
  });
  const rateLimited = talliedCounter({
    name: 'creatoraudit_rate_limited_total',
    help: 'Requests over a limit: of their key, or of an address that sends wrong keys or too much without one.',
    labelNames: ['limit'],
    registers,
  });
  const verifications = talliedCounter({
    name: 'creatoraudit_key_verifications_total',
    help: 'Keys checked, by whether the cache knew them.',
    labelNames: ['cache'],
    registers,
  });
  registry.registerMetric(
    new Gauge({
      name: 'creatoraudit_http_requests_open',
      help: 'Requests that have begun and not ended.',
      registers: [],
      collect() {
        this.set(openExchanges());
      },
    }),
  );

  return {
    request(exchange, { status, code, method, ms }) {
      const { door, route } = exchange;
      requests({ door, route, method, status, code: code ?? '' });
      seconds.observe({ door, route, method }, ms / 1000);
      if (exchange.rateLimited !== null) rateLimited({ limit: exchange.rateLimited });
      for (const call of exchange.calls) {
        toolCalls({ tool: call.tool, outcome: call.outcome });
        toolSeconds.observe({ tool: call.tool }, call.ms / 1000);
      }
    },
    counted: (cache) => ({
      ...cache,
      get(digest) {
        const known = cache.get(digest);
        verifications({ cache: known === undefined ? 'miss' : 'hit' });
        return known;
      },
    }),
    upstream: () => createUpstreamMetrics(registers),
    mail: () => createMailMetrics(registers),
    heavyReads: (counts) => addReaderMetrics(registers, counts),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
