import { ConfigError, loadConfig } from '../config.ts';
import { redactKeys } from '../contract/redact.ts';
import { isBuilt } from '../dashboard/web/web-files.ts';
import { StoreUnavailable, storeProblem } from '../store/unavailable.ts';
import { version } from '../version.ts';
import { startLines } from './start-lines.ts';
import { type RunningServer, startServer } from './start-server.ts';

/** Runs the program until a signal ends it. A start that cannot be says why in one line and exits with 1. */
export async function run(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): Promise<void> {
  // What is made in the data folder is for this user only.
  process.umask(0o077);
  let server: RunningServer;
  try {
    server = await startServer(loadConfig(environment, args));
  } catch (error) {
    process.stderr.write(`${failureText(error)}\n`);
    process.exit(1);
  }
  const end = endOf(server);
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('uncaughtException', (err) => {
    server.log.logger.fatal({ err }, 'unexpected failure');
    server.log.flush();
    process.exit(1);
  });
  // After all that: whoever reads that it is ready may end it in the same moment, and then in order.
  process.stdout.write(startLines({ version, dashboardBuilt: isBuilt(), ...server }));
}

/** What comes within this of the first signal is the same one: at Ctrl-C the terminal sends it to us, and npm once more. */
const sameSignalMs = 1_000;

/** The first signal ends the server in order; a later one is from somebody who will not wait. */
function endOf(server: RunningServer): () => void {
  let since: number | null = null;
  return () => {
    const now = performance.now();
    if (since === null) {
      since = now;
      void server.stop().finally(() => process.exit(0));
    } else if (now - since > sameSignalMs) process.exit(130);
  };
}

function failureText(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StoreUnavailable) return redactKeys(error.message);
  const outage = storeProblem(error);
  if (outage !== null) return `The start was not finished: ${redactKeys(outage.detail)}`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Unexpected failure at the start: ${redactKeys(text)}`;
}
