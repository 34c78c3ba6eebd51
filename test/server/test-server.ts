import { afterAll, beforeAll } from 'vitest';
import type { Dialect } from '../../src/store/store.ts';
import { startTestServer, type TestServer } from './start-test-server.ts';

/** A server for the whole file or suite that calls this; it stops afterwards. */
export function testServer(settings: Record<string, string> = {}, dialect: Dialect = 'sqlite'): () => TestServer {
  let current: TestServer | undefined;
  beforeAll(async () => {
    current = await startTestServer(settings, dialect);
  });
  afterAll(() => current?.stop());
  return () => {
    if (current === undefined) throw new Error('the server starts in beforeAll');
    return current;
  };
}
