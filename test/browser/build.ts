import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The tests look at what is in the sources now, built as for production: vitest's own NODE_ENV would be built in. */
export default async function buildWeb(): Promise<void> {
  await promisify(execFile)(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
    env: {},
  });
}
