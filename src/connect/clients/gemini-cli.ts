import { commands, jsonMethod, samePath } from '../build.ts';
import { bearer, type CheckedEndpoint, checkEndpoint, type Endpoint, KEY_VARIABLE } from '../endpoint.ts';
import type { Connection, ConnectScope } from '../method.ts';
import { KEY_IN_FILE, mergeInto, restartLine, setVariableFirst } from '../wording.ts';

const TITLE = 'Gemini CLI';

/** Gemini CLI puts the variable in itself, from its settings. */
const VARIABLE = `\${${KEY_VARIABLE}}`;

const CHECK = 'To check, run in a folder that you have trusted: gemini mcp list';

/** Gemini CLI: its command, and its settings file. */
export function geminiCli(endpoint: Endpoint): Connection {
  const checked = checkEndpoint(endpoint);
  const { name, url, key } = checked;
  return {
    methods: [
      ...commands(
        { id: 'add', title: 'Add it', keyFrom: 'text', scope: 'user', after: [CHECK] },
        addCommand(checked, key, 'user'),
      ),
      ...commands(
        {
          id: 'add-environment',
          title: 'Add it, key from the environment',
          before: [setVariableFirst(TITLE)],
          keyFrom: 'environment',
          scope: 'user',
          after: [CHECK],
        },
        addCommand(checked, VARIABLE, 'user'),
      ),
      ...commands(
        {
          id: 'add-project',
          title: 'Add it to a project',
          before: ["Go to the project's folder.", setVariableFirst(TITLE)],
          keyFrom: 'environment',
          scope: 'project',
          after: [CHECK],
        },
        addCommand(checked, VARIABLE, 'project'),
      ),
      jsonMethod(
        {
          id: 'file',
          title: 'By hand',
          before: [mergeInto('mcpServers')],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        samePath('~/.gemini/settings.json'),
        { mcpServers: { [name]: { httpUrl: url, headers: { Authorization: bearer(key) } } } },
      ),
    ],
    notes: [],
    restart: restartLine(TITLE),
  };
}

function addCommand({ name, url }: CheckedEndpoint, token: string, scope: ConnectScope): readonly string[] {
  const header = `Authorization: ${bearer(token)}`;
  return ['gemini', 'mcp', 'add', '--scope', scope, '--transport', 'http', '--header', header, name, url];
}
