import { commands, jsonMethod, samePath } from '../build.ts';
import { bearer, type CheckedEndpoint, checkEndpoint, type Endpoint, KEY_VARIABLE } from '../endpoint.ts';
import type { Connection } from '../method.ts';
import { posixCommand } from '../shells/posix.ts';
import { restartLine, setVariableFirst } from '../wording.ts';

const TITLE = 'Claude Code';

/** Claude Code puts the variable in itself, from its configuration. */
const VARIABLE = `\${${KEY_VARIABLE}}`;

const CHECK = 'To check, run: claude mcp list';

/** `local`, Claude Code's own default, is the folder that the command runs in, for this person only. */
type ClaudeScope = 'local' | 'user' | 'project';

/** The one ready `claude mcp add …` for sh, bash and zsh that the start of the server prints. Throws as `checkEndpoint`. */
export function claudeCodeCommand(endpoint: Endpoint): string {
  const checked = checkEndpoint(endpoint);
  return posixCommand(addCommand(checked, checked.key, 'local'));
}

/** Claude Code: the command for all folders or for a project, the way to replace an entry, and the project's file. */
export function claudeCode(endpoint: Endpoint): Connection {
  const checked = checkEndpoint(endpoint);
  const { name, url } = checked;
  const add = addCommand(checked, checked.key, 'user');
  return {
    methods: [
      ...commands({ id: 'add', title: 'Add it', keyFrom: 'text', scope: 'user', after: [CHECK] }, add),
      ...commands(
        {
          id: 'replace',
          title: 'Replace it',
          before: [
            `For when "${name}" is there already: a second add of a name fails. If it is not, the first line complains.`,
          ],
          keyFrom: 'text',
          scope: 'user',
          after: [CHECK],
        },
        ['claude', 'mcp', 'remove', '--scope', 'user', name],
        add,
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
          after: ['It is written into .mcp.json, without the key, so it can be committed.'],
        },
        addCommand(checked, VARIABLE, 'project'),
      ),
      jsonMethod(
        {
          id: 'project-file',
          title: "The project's file",
          before: [setVariableFirst(TITLE)],
          keyFrom: 'environment',
          scope: 'project',
        },
        samePath('.mcp.json'),
        { mcpServers: { [name]: { type: 'http', url, headers: { Authorization: bearer(VARIABLE) } } } },
      ),
    ],
    notes: [],
    restart: restartLine(TITLE),
  };
}

/** The header stands last: before the name, `--header` takes the name for a second header and fails. */
function addCommand({ url, name }: CheckedEndpoint, token: string, scope: ClaudeScope): readonly string[] {
  const scoped = scope === 'local' ? [] : ['--scope', scope];
  const header = `Authorization: ${bearer(token)}`;
  return ['claude', 'mcp', 'add', ...scoped, '--transport', 'http', name, url, '--header', header];
}
