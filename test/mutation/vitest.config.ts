import { defineConfig } from 'vitest/config';

/** What Stryker runs for each mutant: tests of decisions alone, without a server, so that each takes milliseconds. */
export default defineConfig({
  test: {
    include: [
      'test/api/require-scope.test.ts',
      'test/audit/shown-arguments.test.ts',
      'test/contract/{redact,refuse-keys,scope}.test.ts',
      'test/dashboard/{choose-key,session-principal}.test.ts',
      'test/http/{authenticate,incoming-request-id,refused-key,take-keys}.test.ts',
      'test/keys/{duration,format,hash,look-up,seal,secrets,verdict-cache,wanted}.test.ts',
      'test/mcp/{access,client-name}.test.ts',
      'test/observe/shown-error.test.ts',
    ],
    // One worker that is begun anew for each mutant: within a run its files share their modules.
    isolate: false,
  },
});
