import { z } from 'zod';
import { type AnyOperation, allOperations, type OperationId } from '../contract/operations.ts';
import { isJson, parsedJson } from './answers/json.ts';
import type { RawAnswer } from './send/connection.ts';
import type { Sender } from './send/sender.ts';

/** Our own additions (contract §2, ours): an upstream has them only if its document says so. */
const additions: ReadonlySet<OperationId> = new Set(['get_settings', 'update_settings', 'get_usage']);
/** Answered here, whatever the upstream has. */
const own: ReadonlySet<OperationId> = new Set(['get_health', 'get_meta', 'get_api_key_info']);

const freshMs = 10 * 60_000;
const againMs = 30_000;

const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

const sampleHealth = z.looseObject({ data: z.looseObject({ sample_data: z.literal(true) }) });

/** What the upstream has of the contract's operations, by its OpenAPI document. */
export interface Discovery {
  /** The operations that it lacks. The same object as long as nothing changes. */
  lacking(): ReadonlySet<OperationId>;
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

/** Until a document was read, the contract without our additions stands for it. */
export function createDiscovery(setting: DiscoverySetting): Discovery {
  let lacking: ReadonlySet<OperationId> = additions;
  let isSample = false;
  let timer: NodeJS.Timeout | undefined;
  let refreshing: Promise<void> | undefined;
  let isStopped = false;
  const stopped = new AbortController();

  async function read(): Promise<void> {
    let next = againMs;
    try {
      const [paths, health] = await Promise.all([
        readPaths(setting, stopped.signal),
        readHealth(setting, stopped.signal),
      ]);
      isSample = health;
      const found = lackingBy(paths, setting.basePath);
      if ([...found].join() !== [...lacking].join()) lacking = found;
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
    lacking: () => lacking,
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

type Paths = z.output<typeof document>['paths'];

async function readPaths(setting: DiscoverySetting, signal: AbortSignal): Promise<Paths> {
  const raw = await ask(setting, '/openapi.json', signal);
  const parsed = isJson(raw.contentType) && raw.status === 200 ? document.safeParse(parsedJson(raw.text)) : undefined;
  if (parsed?.success) return parsed.data.paths;
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

/** Paths are compared without the names of their parameters, with and without the path of the base URL. */
function lackingBy(paths: Paths, basePath: string): ReadonlySet<OperationId> {
  const offered = new Set<string>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      offered.add(routeName(method, path));
      if (path.startsWith(`${basePath}/`)) offered.add(routeName(method, path.slice(basePath.length)));
    }
  }
  const missing = allOperations.filter(
    ({ id, method, path }: AnyOperation) => !own.has(id) && !offered.has(routeName(method, path)),
  );
  return new Set(missing.map(({ id }) => id));
}

function routeName(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}')}`;
}
