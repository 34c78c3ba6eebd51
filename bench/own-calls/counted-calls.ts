import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

/** How often our own functions were called, and how often those of zod's that begin a parse. */
export interface Counted {
  readonly own: number;
  readonly parses: number;
  /** Our own by file, most first. */
  readonly files: readonly (readonly [file: string, calls: number])[];
}

const root = new URL('../../', import.meta.url);
const ownFolders = ['src/', 'tools/'].map((folder) => new URL(folder, root).href);
/** Where zod's ways of parsing are: each is a function that makes the function that is called. */
const zodParse = /\/zod\/v4\/core\/parse\.js$/;

/** Counts the calls of functions in this process while something is done, by V8's precise coverage. */
export async function countingCalls(): Promise<{
  during(work: () => Promise<unknown>): Promise<Counted>;
  stop(): void;
}> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return {
    async during(work) {
      // What is taken is counted from zero afterwards.
      await session.post('Profiler.takePreciseCoverage');
      await work();
      return counted((await session.post('Profiler.takePreciseCoverage')).result);
    },
    stop: () => session.disconnect(),
  };
}

interface Script {
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    readonly ranges: readonly { readonly count: number }[];
  }[];
}

function counted(scripts: readonly Script[]): Counted {
  const files = scripts
    .filter(({ url }) => ownFolders.some((folder) => url.startsWith(folder)))
    .map((script) => [fileURLToPath(script.url).slice(fileURLToPath(root).length), callsIn(script)] as const)
    .filter(([, calls]) => calls > 0)
    .toSorted(([, a], [, b]) => b - a);
  const parses = scripts.filter(({ url }) => zodParse.test(url)).reduce((sum, script) => sum + callsIn(script), 0);
  return { own: files.reduce((sum, [, calls]) => sum + calls, 0), parses, files };
}

function callsIn({ functions }: Script): number {
  return functions.reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0);
}
