import { parseArgs } from 'node:util';
import { cacheFolder } from './install.ts';

/** What a run is for. */
export type RunSetting = { cache: string; machine: Readonly<Record<string, string | undefined>> } & (
  | { kind: 'write' }
  | { kind: 'check' }
  | { kind: 'only'; client: string }
);

export function loadRun(args: string[], env: Readonly<Record<string, string | undefined>>): RunSetting {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean' }, only: { type: 'string' } } });
  const places = { cache: cacheFolder(env), machine: env };
  if (values.only !== undefined) return { ...places, kind: 'only', client: values.only };
  return { ...places, kind: values.check === true ? 'check' : 'write' };
}
