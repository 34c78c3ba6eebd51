import { described, httpEntry, jsonMethod, samePath } from '../build.ts';
import { type CheckedEndpoint, checkEndpoint, type Endpoint } from '../endpoint.ts';
import { base64 } from '../formats/base64.ts';
import type { AppLink, Connection, LinkMethod } from '../method.ts';
import { KEY_IN_FILE, mergeInto, restartLine } from '../wording.ts';

/** LM Studio: its link, and its file. */
export function lmStudio(endpoint: Endpoint): Connection {
  const checked = checkEndpoint(endpoint);
  return {
    methods: [
      link(checked),
      jsonMethod(
        {
          id: 'file',
          title: 'By hand',
          before: ['Open Program → Install → Edit mcp.json.', mergeInto('mcpServers')],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        samePath('~/.lmstudio/mcp.json'),
        { mcpServers: { [checked.name]: httpEntry(checked, checked.key) } },
      ),
    ],
    notes: [],
    restart: restartLine('LM Studio'),
  };
}

function link(checked: CheckedEndpoint): LinkMethod {
  const config = encodeURIComponent(base64(JSON.stringify(httpEntry(checked, checked.key))));
  const href: AppLink = `lmstudio://add_mcp?name=${encodeURIComponent(checked.name)}&config=${config}`;
  return {
    ...described({ id: 'link', title: 'Add to LM Studio', keyFrom: 'text', scope: 'user' }),
    kind: 'link',
    href,
    carriesKey: true,
  };
}
