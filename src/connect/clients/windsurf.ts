import { httpEntry, jsonMethod, samePath } from '../build.ts';
import { bearer, checkEndpoint, type Endpoint, KEY_VARIABLE } from '../endpoint.ts';
import type { Connection } from '../method.ts';
import { KEY_IN_FILE, mergeInto, restartLine, setVariableFirst } from '../wording.ts';

const TITLE = 'Windsurf';
const FILE = {
  macos: '~/.config/devin/mcp_config.json',
  linux: '~/.config/devin/mcp_config.json',
  windows: '%APPDATA%\\devin\\mcp_config.json',
};
const EARLIER_FILE = samePath('~/.codeium/windsurf/mcp_config.json');

/** Windsurf, since 2026 called Devin: its file, and the one of the versions before, which calls the URL `serverUrl`. */
export function windsurf(endpoint: Endpoint): Connection {
  const checked = checkEndpoint(endpoint);
  const { name, url, key } = checked;
  const earlier = (token: string) => ({
    mcpServers: { [name]: { serverUrl: url, headers: { Authorization: bearer(token) } } },
  });
  return {
    methods: [
      jsonMethod(
        {
          id: 'file',
          title: 'Windsurf, now called Devin',
          before: [mergeInto('mcpServers')],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        FILE,
        { mcpServers: { [name]: { transport: 'http', ...httpEntry(checked, key) } } },
      ),
      jsonMethod(
        {
          id: 'earlier-file',
          title: 'Windsurf before its new name',
          before: [mergeInto('mcpServers')],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        EARLIER_FILE,
        earlier(key),
      ),
      jsonMethod(
        {
          id: 'earlier-file-environment',
          title: 'Windsurf before its new name, key from the environment',
          before: [setVariableFirst(TITLE), mergeInto('mcpServers')],
          keyFrom: 'environment',
          scope: 'user',
        },
        EARLIER_FILE,
        earlier(`\${env:${KEY_VARIABLE}}`),
      ),
    ],
    notes: [],
    restart: restartLine(TITLE),
  };
}
