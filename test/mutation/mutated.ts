/** What decides about keys, scopes, credentials and redaction, without a server or a database. */
export const mutated = [
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
];

/** Their tests. */
export const asking = [
  'test/api/require-scope.test.ts',
  'test/audit/shown-arguments.test.ts',
  'test/contract/{redact,refuse-keys,scope}.test.ts',
  'test/dashboard/{choose-key,session-principal}.test.ts',
  'test/http/{authenticate,incoming-request-id,refused-key,take-keys}.test.ts',
  'test/keys/{duration,format,hash,look-up,seal,secrets,verdict-cache,wanted}.test.ts',
  'test/mcp/{access,client-name}.test.ts',
  'test/observe/shown-error.test.ts',
];
