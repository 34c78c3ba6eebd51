import { httpEntry, jsonMethod, samePath } from '../build.ts';
import { checkEndpoint, type Endpoint } from '../endpoint.ts';
import type { Connection } from '../method.ts';
import { KEY_IN_FILE, mergeInto, restartLine } from '../wording.ts';

/** Cline, as extension and as command line. Without its type it takes a URL for the old SSE transport. */
export function cline(endpoint: Endpoint): Connection {
  const checked = checkEndpoint(endpoint);
  return {
    methods: [
      jsonMethod(
        {
          id: 'file',
          title: 'Settings',
          before: [
            'In the editor, open MCP Servers → Configure → Configure MCP Servers; the path is that of the command line.',
            mergeInto('mcpServers'),
          ],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        samePath('~/.cline/data/settings/cline_mcp_settings.json'),
        {
          mcpServers: {
            [checked.name]: { type: 'streamableHttp', ...httpEntry(checked, checked.key), disabled: false },
          },
        },
      ),
    ],
    notes: [],
    restart: restartLine('Cline'),
  };
}
