import { described, jsonMethod } from '../build.ts';
import { type CheckedEndpoint, checkEndpoint, type Endpoint, urlWithKey } from '../endpoint.ts';
import type { Connection, ConnectOptions, UrlKeys, UrlMethod } from '../method.ts';
import { HOW_TO_SIGN_IN, signInMethod } from '../sign-in.ts';
import { KEY_IN_FILE, mergeInto, reachWarnings, restartLine, urlKeyWarnings } from '../wording.ts';
import { mcpRemoteEntry } from './mcp-remote.ts';

const TITLE = 'Claude Desktop';

const FILE = {
  macos: '~/Library/Application Support/Claude/claude_desktop_config.json',
  linux: '~/.config/Claude/claude_desktop_config.json',
  windows: '%APPDATA%\\Claude\\claude_desktop_config.json',
};

/** Claude Desktop and claude.ai: the connector's URL, and the desktop file, which starts programs only (mcp-remote). */
export function claudeDesktop(endpoint: Endpoint, { urlKeys = 'allow', signInUrl }: ConnectOptions = {}): Connection {
  const checked = checkEndpoint(endpoint);
  return {
    methods: [
      ...(signInUrl === undefined ? [] : [signInMethod('Claude', signInUrl, steps(checked))]),
      ...(urlKeys === 'forbid' ? [] : [connector(checked, urlKeys)]),
      jsonMethod(
        {
          id: 'file',
          title: 'The desktop file (needs Node.js)',
          before: ['Open Settings → Developer → Edit Config.', mergeInto('mcpServers')],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        FILE,
        { mcpServers: { [checked.name]: mcpRemoteEntry(checked) } },
      ),
    ],
    notes: [
      ...(signInUrl === undefined ? [HOW_TO_SIGN_IN] : []),
      `Where the form for a connector has request headers, leave the key out of the URL and set the header Authorization to Bearer and the key; the URL is then ${checked.url}`,
    ],
    restart: restartLine(TITLE),
  };
}

const OPEN = 'Open Settings → Connectors → Add custom connector, here or on claude.ai.';

function steps({ name }: CheckedEndpoint) {
  return { before: OPEN, after: `Name it ${name}, paste the URL, leave the OAuth fields empty, and choose Connect.` };
}

function connector(checked: CheckedEndpoint, urlKeys: UrlKeys): UrlMethod {
  return {
    ...described({
      id: 'connector',
      title: 'Custom connector',
      before: [OPEN],
      after: [`Name it ${checked.name}, paste the URL, leave the OAuth fields empty.`],
      warnings: [...urlKeyWarnings(urlKeys), ...reachWarnings('Claude', checked.url)],
      keyFrom: 'text',
      scope: 'user',
    }),
    kind: 'url',
    text: urlWithKey(checked),
  };
}
