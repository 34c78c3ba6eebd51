import { commands, described, httpEntry, jsonMethod, samePath } from '../build.ts';
import { type CheckedEndpoint, checkEndpoint, type Endpoint, KEY_VARIABLE } from '../endpoint.ts';
import type { AppLink, CommandMethod, Connection, LinkMethod } from '../method.ts';
import { mergeInto, restartLine, setVariableFirst } from '../wording.ts';

const TITLE = 'VS Code';

/** The input that VS Code asks for. */
const INPUT = 'creatoraudit-api-key';

const PROJECT_FILE = samePath('.vscode/mcp.json');

/** VS Code and its Insiders edition: a link, the command, and the project's file, where VS Code asks for the key itself. */
export function vscode(endpoint: Endpoint): Connection {
  const checked = checkEndpoint(endpoint);
  return {
    methods: [
      link(checked, 'link', 'Add to VS Code', 'vscode'),
      ...addCommand(checked, 'add', 'Add it from a shell', 'code'),
      link(checked, 'link-insiders', 'Add to VS Code Insiders', 'vscode-insiders'),
      ...addCommand(checked, 'add-insiders', 'Add it to Insiders from a shell', 'code-insiders'),
      jsonMethod(
        {
          id: 'project-file',
          title: "The project's file, VS Code asks for the key",
          before: [mergeInto('servers')],
          keyFrom: 'prompt',
          scope: 'project',
          after: ['VS Code asks for the key once and keeps it in its own secret store.'],
        },
        PROJECT_FILE,
        {
          inputs: [{ type: 'promptString', id: INPUT, description: 'CreatorAudit API key', password: true }],
          servers: { [checked.name]: { type: 'http', ...httpEntry(checked, `\${input:${INPUT}}`) } },
        },
      ),
      jsonMethod(
        {
          id: 'project-file-environment',
          title: "The project's file, key from the environment",
          before: [setVariableFirst(TITLE), mergeInto('servers')],
          keyFrom: 'environment',
          scope: 'project',
        },
        PROJECT_FILE,
        { servers: { [checked.name]: { type: 'http', ...httpEntry(checked, `\${env:${KEY_VARIABLE}}`) } } },
      ),
    ],
    notes: [],
    restart: restartLine(TITLE),
  };
}

/** What both the link and the command take. */
function definition(checked: CheckedEndpoint): string {
  return JSON.stringify({ name: checked.name, type: 'http', ...httpEntry(checked, checked.key) });
}

function link(checked: CheckedEndpoint, id: string, title: string, scheme: 'vscode' | 'vscode-insiders'): LinkMethod {
  const href: AppLink = `${scheme}:mcp/install?${encodeURIComponent(definition(checked))}`;
  return { ...described({ id, title, keyFrom: 'text', scope: 'user' }), kind: 'link', href, carriesKey: true };
}

function addCommand(checked: CheckedEndpoint, id: string, title: string, program: string): CommandMethod[] {
  return commands({ id, title, keyFrom: 'text', scope: 'user' }, [program, '--add-mcp', definition(checked)]);
}
