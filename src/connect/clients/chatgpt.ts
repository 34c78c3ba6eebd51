import { described } from '../build.ts';
import { type CheckedEndpoint, checkEndpoint, type Endpoint, urlWithKey } from '../endpoint.ts';
import type { Connection, ConnectOptions, UrlKeys, UrlMethod } from '../method.ts';
import { reachWarnings, restartLine, urlKeyWarnings } from '../wording.ts';

const TITLE = 'ChatGPT';

const FORBIDDEN =
  'ChatGPT can send a key in the URL only, and this organization forbids that: an owner or admin can allow it, for reading only if wished.';

/** ChatGPT has no field for a key: the connector's URL carries it, or there is no way. */
export function chatgpt(endpoint: Endpoint, { urlKeys = 'allow' }: ConnectOptions = {}): Connection {
  const checked = checkEndpoint(endpoint);
  return {
    methods: urlKeys === 'forbid' ? [] : [connector(checked, urlKeys)],
    notes:
      urlKeys === 'forbid' ? [FORBIDDEN] : ['ChatGPT asks before each tool that writes; tools that read run at once.'],
    restart: restartLine(`${TITLE}, or reload its page`),
  };
}

function connector(checked: CheckedEndpoint, urlKeys: UrlKeys): UrlMethod {
  return {
    ...described({
      id: 'connector',
      title: 'Custom MCP server',
      before: ['Open Settings → Connectors (or Plugins) and add a custom MCP server; it may need developer mode.'],
      after: [`Name it ${checked.name}, paste the URL, choose no authentication.`],
      warnings: [...urlKeyWarnings(urlKeys), ...reachWarnings(TITLE, checked.url)],
      keyFrom: 'text',
      scope: 'user',
    }),
    kind: 'url',
    text: urlWithKey(checked),
  };
}
