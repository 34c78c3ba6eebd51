import type { Home } from './home.ts';
import type { Programs } from './install.ts';
import type { KeyState } from './keys.ts';

/** One thing that is tried: a client, a way to connect it, and a key. */
export interface Check {
  client: string;
  /** Of the client itself; null where it cannot run here and its configuration is only read. */
  version: string | null;
  method: string;
  /** How the method is given: pasted into a shell, as a file, … */
  form: string;
  key: KeyState;
  /** What came of it, in the same words in every run. Throws where that is wrong. */
  run(): Promise<string>;
}

/** What checks need from outside. */
export interface Stage {
  programs: Programs;
  /** The MCP endpoint, with a query that no shell may touch. */
  url: string;
  /** A key of each state, for this client alone. */
  keys: Readonly<Record<KeyState, string>>;
  home(variables?: Readonly<Record<string, string>>): Promise<Home>;
}

/** Runs with a home that goes afterwards. */
export async function inHome<T>(
  stage: Stage,
  variables: Readonly<Record<string, string>>,
  work: (home: Home) => Promise<T>,
): Promise<T> {
  const home = await stage.home(variables);
  try {
    return await work(home);
  } finally {
    await home.remove();
  }
}
