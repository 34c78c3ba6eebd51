import { checkKey, KEY_PLACEHOLDER, KEY_VARIABLE } from './endpoint.ts';
import { type Shell, shells } from './shells/command.ts';

export type EnvironmentCommand = { readonly shell: Shell; readonly text: string; readonly lasts: string };

/**
 * Sets CREATORAUDIT_API_KEY, for every method whose key comes from the environment. `key` absent: a placeholder.
 * A key has only characters that need no quoting in any shell (`checkKey`). Throws a RangeError otherwise.
 */
export function environmentCommands(key: string = KEY_PLACEHOLDER): readonly EnvironmentCommand[] {
  const checked = checkKey(key);
  return shells.map((shell) => ({ shell, ...writers[shell](checked) }));
}

const EVER = 'in this window and in every program that is started later';

const writers: Readonly<Record<Shell, (key: string) => Omit<EnvironmentCommand, 'shell'>>> = {
  posix: (key) => ({
    text: `export ${KEY_VARIABLE}='${key}'`,
    lasts: 'in this window: start the client from it; for ever: put the line into ~/.profile, or ~/.zprofile for zsh',
  }),
  cmd: (key) => ({ text: `set "${KEY_VARIABLE}=${key}"\nsetx ${KEY_VARIABLE} "${key}"`, lasts: EVER }),
  powershell: (key) => ({
    text: `$env:${KEY_VARIABLE} = '${key}'\n[Environment]::SetEnvironmentVariable('${KEY_VARIABLE}', '${key}', 'User')`,
    lasts: EVER,
  }),
};
