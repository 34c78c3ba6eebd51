import { type CheckedEndpoint, checkEndpoint, type Endpoint } from '../endpoint.ts';
import { posixCommand } from '../shells/posix.ts';

/** `local`, Claude Code's own default, is the folder that the command runs in, for this person only. */
type ClaudeScope = 'local' | 'user' | 'project';

/** Ready-to-paste `claude mcp add …` for sh, bash and zsh: the start line, and the helper's first method. */
export function claudeCodeCommand(endpoint: Endpoint): string {
  const checked = checkEndpoint(endpoint);
  return posixCommand(addArguments(checked, checked.authorization, 'local'));
}

/** The header stands last: before the name, `--header` takes the name for a second header and fails. */
function addArguments({ url, name }: CheckedEndpoint, authorization: string, scope: ClaudeScope): readonly string[] {
  const scoped = scope === 'local' ? [] : ['--scope', scope];
  return [
    'claude',
    'mcp',
    'add',
    ...scoped,
    '--transport',
    'http',
    name,
    url,
    '--header',
    `Authorization: ${authorization}`,
  ];
}
