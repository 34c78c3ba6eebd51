import { described, httpEntry, jsonMethod, samePath } from '../build.ts';
import { type CheckedEndpoint, checkEndpoint, type Endpoint, KEY_VARIABLE } from '../endpoint.ts';
import { base64 } from '../formats/base64.ts';
import type { AppLink, Connection, LinkMethod } from '../method.ts';
import { KEY_IN_FILE, mergeInto, restartLine, setVariableFirst } from '../wording.ts';

const TITLE = 'Cursor';
const FILE = samePath('~/.cursor/mcp.json');
const VARIABLE = `\${env:${KEY_VARIABLE}}`;

/** Cursor: the *Add to Cursor* link, and its file for this person or for a project. */
export function cursor(endpoint: Endpoint): Connection {
  const checked = checkEndpoint(endpoint);
  const entry = (token: string) => ({ mcpServers: { [checked.name]: httpEntry(checked, token) } });
  return {
    methods: [
      link(checked),
      jsonMethod(
        {
          id: 'file',
          title: 'By hand',
          before: [mergeInto('mcpServers')],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        FILE,
        entry(checked.key),
      ),
      jsonMethod(
        {
          id: 'file-environment',
          title: 'By hand, key from the environment',
          before: [setVariableFirst(TITLE), mergeInto('mcpServers')],
          keyFrom: 'environment',
          scope: 'user',
        },
        FILE,
        entry(VARIABLE),
      ),
      jsonMethod(
        {
          id: 'project-file',
          title: "The project's file",
          before: [setVariableFirst(TITLE), mergeInto('mcpServers')],
          keyFrom: 'environment',
          scope: 'project',
        },
        samePath('.cursor/mcp.json'),
        entry(VARIABLE),
      ),
    ],
    notes: [],
    restart: restartLine(TITLE),
  };
}

function link(checked: CheckedEndpoint): LinkMethod {
  const config = encodeURIComponent(base64(JSON.stringify(httpEntry(checked, checked.key))));
  const name = encodeURIComponent(checked.name);
  const href: AppLink = `cursor://anysphere.cursor-deeplink/mcp/install?name=${name}&config=${config}`;
  return {
    ...described({
      id: 'link',
      title: 'Add to Cursor',
      keyFrom: 'text',
      scope: 'user',
      after: ['In Cursor, confirm with Install.'],
    }),
    kind: 'link',
    href,
    carriesKey: true,
  };
}
