import { z } from 'zod';
import { isJson, parsedJson } from '../answers/json.ts';
import type { RawAnswer } from '../send/connection.ts';
import type { Sender } from '../send/sender.ts';
import { type Listed, listedIn } from './document.ts';
import { type Offer, offerBy } from './offer.ts';

const freshMs = 10 * 60_000;
const againMs = 30_000;

const sampleHealth = z.looseObject({ data: z.looseObject({ sample_data: z.literal(true) }) });

/** What the upstream has of the contract's operations, by its OpenAPI document. */
export interface Discovery {
  offer(): Offer;
  /** Whether its numbers are invented, as its /health says: agents must be told. */
  isSample(): boolean;
  /** Reads the document once more; where that fails, what was known stays. Never rejects. */
  refresh(): Promise<void>;
  /** Refreshes from time to time. */
  start(): void;
  stop(): Promise<void>;
}

interface DiscoverySetting {
  sender: Sender;
  basePath: string;
  userAgent: string;
  newId: () => string;
  /** Called when the document could not be read. */
  onFailure: (error: unknown) => void;
}

/** Until a document was read, the contract without what is ours stands for it. */
export function createDiscovery(setting: DiscoverySetting): Discovery {
  let offer = offerBy(null);
  let isSample = false;
  let timer: NodeJS.Timeout | undefined;
  let refreshing: Promise<void> | undefined;
  let isStopped = false;
  const stopped = new AbortController();

  async function read(): Promise<void> {
    let next = againMs;
    try {
      const [routes, health] = await Promise.all([
        readDocument(setting, stopped.signal),
        readHealth(setting, stopped.signal),
      ]);
      isSample = health;
      offer = offerBy(routes);
      next = freshMs;
    } catch (error) {
      if (!isStopped) setting.onFailure(error);
    }
    if (!isStopped && timer !== undefined) schedule(next);
  }

  function refresh(): Promise<void> {
    refreshing ??= read().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(refresh, ms).unref();
  }

  return {
    offer: () => offer,
    isSample: () => isSample,
    refresh,
    start: () => schedule(againMs),
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      stopped.abort();
      await refreshing;
    },
  };
}

async function readDocument(setting: DiscoverySetting, signal: AbortSignal): Promise<ReadonlyMap<string, Listed>> {
  const raw = await ask(setting, '/openapi.json', signal);
  const found =
    isJson(raw.contentType) && raw.status === 200 ? listedIn(parsedJson(raw.text), setting.basePath) : undefined;
  if (found !== undefined) return found;
  throw new Error(`The upstream has no readable OpenAPI document (status ${raw.status}); the contract stands for it`);
}

/** `sample_data` is our addition to /health: where it is not said, nothing is invented. */
async function readHealth(setting: DiscoverySetting, signal: AbortSignal): Promise<boolean> {
  const raw = await ask(setting, '/health', signal);
  return isJson(raw.contentType) && sampleHealth.safeParse(parsedJson(raw.text)).success;
}

/** Both are open (contract §1, Auth): no key goes with the question. */
function ask(
  { sender, basePath, userAgent, newId }: DiscoverySetting,
  path: string,
  signal: AbortSignal,
): Promise<RawAnswer> {
  const headers = { accept: 'application/json', 'user-agent': userAgent, 'x-request-id': newId() };
  return sender.send({
    lane: ' discovery',
    operation: 'discovery',
    outbound: { method: 'GET', target: basePath + path, headers, body: null },
    isRead: true,
    signal,
  });
}
