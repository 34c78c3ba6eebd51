import type { Author } from '../audit/author.ts';
import type { TrailKeys } from '../audit/trail-keys.ts';
import type { Config } from '../config.ts';
import type { Serving } from '../http/serving.ts';
import type { SecretsSource } from '../keys/open-secrets.ts';
import type { Log } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Store } from '../store/store.ts';
import type { Outside } from './outside.ts';

/** What is open already when the parts are put together. */
export interface Opened {
  config: Config;
  outside: Outside;
  store: Store;
  secrets: SecretsSource;
  trailKeys: TrailKeys;
  /** This process, as the writer of its rows of the audit trail. */
  author: Author;
  serving: Serving;
  log: Log;
  metrics: Metrics | null;
}
