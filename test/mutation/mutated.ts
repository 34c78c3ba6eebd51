/** Files that are changed in one small way after another, the tests that are asked each time, and how much they must notice. */
export interface Mutated {
  readonly files: readonly string[];
  readonly tests: readonly string[];
  /** What of the changes must be noticed, in percent. */
  readonly least: number;
  /** Where Stryker finds the tests. */
  readonly config: string;
}

/** What decides about keys, scopes, credentials and redaction, without a server or a database. */
const security: Mutated = {
  files: [
    'src/api/require-scope.ts',
    'src/audit/shown-arguments.ts',
    'src/contract/redact.ts',
    'src/contract/refuse-keys.ts',
    'src/contract/scope.ts',
    'src/contract/shown-text.ts',
    'src/dashboard/connect/choose-key.ts',
    'src/dashboard/server/session-principal.ts',
    'src/http/authenticate.ts',
    'src/http/credentials.ts',
    'src/http/refused-key.ts',
    'src/http/request-id.ts',
    'src/keys/duration.ts',
    'src/keys/format.ts',
    'src/keys/hash.ts',
    'src/keys/lifecycle/wanted.ts',
    'src/keys/look-up.ts',
    'src/keys/seal.ts',
    'src/keys/secrets.ts',
    'src/keys/verdict-cache.ts',
    'src/mcp/call/access.ts',
    'src/mcp/protocol/client-name.ts',
    'src/observe/shown-error.ts',
  ],
  tests: [
    'test/api/require-scope.test.ts',
    'test/audit/shown-arguments.test.ts',
    'test/contract/{redact,refuse-keys,scope}.test.ts',
    'test/dashboard/{choose-key,session-principal}.test.ts',
    'test/http/{authenticate,incoming-request-id,refused-key,take-keys}.test.ts',
    'test/keys/{duration,format,hash,look-up,seal,secrets,verdict-cache,wanted}.test.ts',
    'test/mcp/{access,client-name}.test.ts',
    'test/observe/shown-error.test.ts',
  ],
  least: 85,
  config: 'test/mutation/security.vitest.config.ts',
};

/** What adds up and compares: from a snapshot to the days, from the days to windows and rankings. On SQLite. */
const numbers: Mutated = {
  files: [
    'src/services/analytics/*.ts',
    'src/services/calendar.ts',
    'src/services/creators/ranking.ts',
    'src/services/creators/top.ts',
    'src/services/metrics.ts',
    'src/services/window.ts',
    'src/store/ingest/*.ts',
    'src/store/observations/*.ts',
    'src/store/post-days.ts',
  ],
  tests: [
    'test/services/{analytics,creators,metrics,ranking,top-creators,videos,window,workspace}.test.ts',
    'test/store/{account-snapshot,load-history,ownership}.test.ts',
    'test/store/observed/{examples,odd-posts}.test.ts',
  ],
  least: 80,
  config: 'test/mutation/numbers.vitest.config.ts',
};

/** What lets apps in: clients, requests, codes, tokens, and what a grant comes to. By the open door, on SQLite. */
const door: Mutated = {
  files: ['src/keys/grants/*.ts', 'src/oauth/*.ts', 'src/oauth/{authorize,clients,documents,own-apps,tokens}/*.ts'],
  tests: [
    'test/oauth/{attacks,basic-credentials,client-keys,documents,grants,outage,own-apps,redirect-tricks}.test.ts',
    'test/oauth/{registering,replays,step-up,sweep,tokens}.test.ts',
    'test/keys/known-grant.test.ts',
  ],
  least: 75,
  config: 'test/mutation/door.vitest.config.ts',
};

export const mutated = { security, numbers, door } as const satisfies Record<string, Mutated>;
