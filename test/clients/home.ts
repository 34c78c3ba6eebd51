import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Programs } from './install.ts';
import { type Ran, run } from './run-program.ts';

/** A person's empty home and a project's folder in it: a client finds nothing there that it did not write. */
export interface Home {
  folder: string;
  project: string;
  /** All that programs find in their environment, as after `env -i`. */
  env: Readonly<Record<string, string>>;
  run(argv: readonly string[], options?: { input?: string; seconds?: number; cwd?: string }): Promise<Ran>;
  /** Writes a file at a path as people know it: `~/…` is in the home, anything else in the project. */
  write(path: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function makeHome(
  cache: string,
  { path }: Programs,
  variables: Readonly<Record<string, string>>,
): Promise<Home> {
  await mkdir(join(cache, 'homes'), { recursive: true });
  const folder = await mkdtemp(join(cache, 'homes', 'home-'));
  const project = join(folder, 'project');
  await mkdir(project);
  const env = { HOME: folder, PATH: path, LC_ALL: 'C.UTF-8', NO_COLOR: '1', ...variables };
  return {
    folder,
    project,
    env,
    run: (argv, options = {}) => run(argv, { cwd: project, env, ...options }),
    write: async (path, text) => {
      const whole = path.startsWith('~/') ? join(folder, path.slice(2)) : join(project, path);
      await mkdir(dirname(whole), { recursive: true });
      await writeFile(whole, text);
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
