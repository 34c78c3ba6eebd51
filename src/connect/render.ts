import type { ClientGuide } from './clients.ts';
import type { Endpoint } from './endpoint.ts';
import { environmentCommands } from './environment.ts';
import type { ConnectOptions, FileMethod, Method } from './method.ts';
import { type Shell, shellTitles } from './shells/command.ts';

export type RenderOptions = ConnectOptions & {
  /** Whose commands and paths are shown. Default `posix`. */
  readonly shell?: Shell;
};

/** The guide of one client as plain text for a terminal: it ends with the restart line and a line break. */
export function renderGuide(guide: ClientGuide, endpoint: Endpoint, options: RenderOptions = {}): string {
  const { shell = 'posix' } = options;
  const { methods, notes, restart } = guide.connect(endpoint, options);
  const shown = methods.filter((method) => method.kind !== 'command' || method.shell === shell);
  const sections = shown.map((method, index) => renderMethod(method, index + 1, shell));
  const environment = shown.some(({ keyFrom }) => keyFrom === 'environment')
    ? [renderEnvironment(endpoint, shell)]
    : [];
  return `${[`${guide.title} (${shellTitles[shell]})`, ...sections, ...environment, ...notes, restart].join('\n\n')}\n`;
}

function renderMethod(method: Method, number: number, shell: Shell): string {
  return [
    `${number}. ${method.title} (${method.scope})`,
    ...method.warnings.map((warning) => `   Warning: ${warning}`),
    ...method.before.map((step) => `   ${step}`),
    ...(method.kind === 'file' ? [`   File: ${pathsOf(method, shell)}`] : []),
    '',
    textOf(method),
    ...(method.after.length > 0 ? ['', ...method.after.map((step) => `   ${step}`)] : []),
  ].join('\n');
}

function pathsOf({ path }: FileMethod, shell: Shell): string {
  if (shell !== 'posix') return path.windows;
  return path.macos === path.linux ? path.linux : `${path.macos} (macOS), ${path.linux} (Linux)`;
}

/** Not indented: what is copied out of a terminal must be right as it is. */
function textOf(method: Method): string {
  return (method.kind === 'link' ? method.href : method.text).trimEnd();
}

function renderEnvironment({ key }: Endpoint, shell: Shell): string {
  return environmentCommands(key)
    .filter((command) => command.shell === shell)
    .map(({ text, lasts }) => `To set the variable (${lasts}):\n\n${text}`)
    .join('\n');
}
