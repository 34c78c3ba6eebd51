import { parseArgs } from 'node:util';
import { cacheFolder } from './install.ts';

/** What a run is for. */
export type RunSetting = { cache: string; systemPath: string } & (
  | { kind: 'write' }
  | { kind: 'check' }
  | { kind: 'only'; client: string }
);

export function loadRun(args: string[], env: Readonly<Record<string, string | undefined>>): RunSetting {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean' }, only: { type: 'string' } } });
  const places = { cache: cacheFolder(env), systemPath: env.PATH ?? '' };
  if (values.only !== undefined) return { ...places, kind: 'only', client: values.only };
  return { ...places, kind: values.check === true ? 'check' : 'write' };
}
