import { commands, described, samePath } from '../build.ts';
import { bearer, type CheckedEndpoint, checkEndpoint, type Endpoint, KEY_VARIABLE, urlWithKey } from '../endpoint.ts';
import { tomlKey, tomlString } from '../formats/toml.ts';
import type { CommandMethod, Connection, ConnectOptions, FileMethod, UrlKeys } from '../method.ts';
import { KEY_IN_FILE, restartLine, setVariableFirst, urlKeyWarnings } from '../wording.ts';

const TITLE = 'Codex';
const FILE = samePath('~/.codex/config.toml');

/**
 * Codex. Its command takes no header, so the key is in the URL (ready to run) or in a variable; where URL keys are
 * forbidden only the variable is left.
 */
export function codex(endpoint: Endpoint, { urlKeys = 'allow' }: ConnectOptions = {}): Connection {
  const checked = checkEndpoint(endpoint);
  return {
    methods: [
      ...(urlKeys === 'forbid' ? [] : addWithUrlKey(checked, urlKeys)),
      ...commands(
        {
          id: 'add-environment',
          title: 'Add it, key from the environment',
          before: [setVariableFirst(TITLE)],
          keyFrom: 'environment',
          scope: 'user',
        },
        [...addCommand(checked, checked.url), '--bearer-token-env-var', KEY_VARIABLE],
      ),
      file(checked),
      projectFile(checked),
    ],
    notes: [],
    restart: restartLine(TITLE),
  };
}

function addWithUrlKey(checked: CheckedEndpoint, urlKeys: UrlKeys): CommandMethod[] {
  const warnings = urlKeyWarnings(urlKeys);
  return commands(
    { id: 'add', title: 'Add it, key in the URL', keyFrom: 'text', scope: 'user', warnings },
    addCommand(checked, urlWithKey(checked)),
  );
}

function addCommand({ name }: CheckedEndpoint, url: string): readonly string[] {
  return ['codex', 'mcp', 'add', name, '--url', url];
}

/** `headers` would be ignored silently: Codex calls them `http_headers`. */
function file({ name, url, key }: CheckedEndpoint): FileMethod {
  return {
    ...described({ id: 'file', title: 'By hand', warnings: [KEY_IN_FILE], keyFrom: 'text', scope: 'user' }),
    kind: 'file',
    path: FILE,
    language: 'toml',
    text: table(name, [`url = ${tomlString(url)}`, `http_headers = { Authorization = ${tomlString(bearer(key))} }`]),
  };
}

function projectFile({ name, url }: CheckedEndpoint): FileMethod {
  return {
    ...described({
      id: 'project-file',
      title: "The project's file",
      before: [setVariableFirst(TITLE), 'Codex reads it only in a folder that you have trusted.'],
      keyFrom: 'environment',
      scope: 'project',
    }),
    kind: 'file',
    path: samePath('.codex/config.toml'),
    language: 'toml',
    text: table(name, [`url = ${tomlString(url)}`, `bearer_token_env_var = ${tomlString(KEY_VARIABLE)}`]),
  };
}

function table(name: string, lines: readonly string[]): string {
  return `[mcp_servers.${tomlKey(name)}]\n${lines.join('\n')}\n`;
}
