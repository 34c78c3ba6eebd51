import { described } from '../build.ts';
import { type CheckedEndpoint, checkEndpoint, type Endpoint, urlWithKey } from '../endpoint.ts';
import type { Connection, ConnectOptions, UrlKeys, UrlMethod } from '../method.ts';
import { HOW_TO_SIGN_IN, signInMethod } from '../sign-in.ts';
import { reachWarnings, restartLine, urlKeyWarnings } from '../wording.ts';

const TITLE = 'ChatGPT';

const FORBIDDEN =
  'ChatGPT sends a key in the URL only, and this organization forbids that: an owner or admin can allow it, for reading only if wished.';

/** ChatGPT has no field for a key: somebody signs in, or the connector's URL carries one. */
export function chatgpt(endpoint: Endpoint, { urlKeys = 'allow', signInUrl }: ConnectOptions = {}): Connection {
  const checked = checkEndpoint(endpoint);
  const methods = [
    ...(signInUrl === undefined ? [] : [signInMethod(TITLE, signInUrl, steps(checked))]),
    ...(urlKeys === 'forbid' ? [] : [connector(checked, urlKeys)]),
  ];
  return {
    methods,
    notes: [
      ...(methods.length === 0
        ? [FORBIDDEN]
        : ['ChatGPT asks before each tool that writes; tools that read run at once.']),
      ...(signInUrl === undefined ? [HOW_TO_SIGN_IN] : []),
    ],
    restart: restartLine(`${TITLE}, or reload its page`),
  };
}

const OPEN = 'Open Settings → Connectors (or Plugins) and add a custom MCP server; it may need developer mode.';

function steps({ name }: CheckedEndpoint) {
  return { before: OPEN, after: `Name it ${name}, paste the URL, choose OAuth.` };
}

function connector(checked: CheckedEndpoint, urlKeys: UrlKeys): UrlMethod {
  return {
    ...described({
      id: 'connector',
      title: 'Custom MCP server',
      before: [OPEN],
      after: [`Name it ${checked.name}, paste the URL, choose no authentication.`],
      warnings: [...urlKeyWarnings(urlKeys), ...reachWarnings(TITLE, checked.url)],
      keyFrom: 'text',
      scope: 'user',
    }),
    kind: 'url',
    text: urlWithKey(checked),
  };
}
