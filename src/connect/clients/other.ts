import { commands, described, httpEntry, jsonMethod, samePath } from '../build.ts';
import { bearer, type CheckedEndpoint, checkEndpoint, type Endpoint, KEY_VARIABLE, urlWithKey } from '../endpoint.ts';
import type { Connection, ConnectOptions, UrlKeys, UrlMethod } from '../method.ts';
import type { Argument } from '../shells/argument.ts';
import { KEY_IN_FILE, mergeInto, restartLine, urlKeyWarnings } from '../wording.ts';
import { mcpRemoteEntry } from './mcp-remote.ts';

const FILE = samePath('mcp.json');

/** The smallest call that tells whether a key works: whose key it is. */
const CALL = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'get_api_key_info', arguments: {} },
});

/** Any other client: the usual JSON, the same over mcp-remote, the URL alone, and a call by hand. */
export function other(endpoint: Endpoint, { urlKeys = 'allow' }: ConnectOptions = {}): Connection {
  const checked = checkEndpoint(endpoint);
  const { name, url, key } = checked;
  return {
    methods: [
      jsonMethod(
        {
          id: 'json',
          title: 'JSON of most clients',
          before: [
            mergeInto('mcpServers'),
            'Where the file is and how the entry is called, the documentation of the client says.',
          ],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        FILE,
        { mcpServers: { [name]: { type: 'http', ...httpEntry(checked, key) } } },
      ),
      jsonMethod(
        {
          id: 'json-stdio',
          title: 'JSON for clients that start programs only (needs Node.js)',
          before: [mergeInto('mcpServers')],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        FILE,
        { mcpServers: { [name]: mcpRemoteEntry(checked) } },
      ),
      ...(urlKeys === 'forbid' ? [] : [urlMethod(checked, urlKeys)]),
      ...commands({ id: 'curl', title: 'A call by hand', keyFrom: 'text', scope: 'user' }, [
        ...curl(url),
        `Authorization: ${bearer(key)}`,
      ]),
      ...commands(
        {
          id: 'curl-environment',
          title: 'A call by hand, key from the environment',
          before: [`Set the environment variable ${KEY_VARIABLE} to the key, in the same shell.`],
          keyFrom: 'environment',
          scope: 'user',
        },
        [...curl(url), { text: `Authorization: ${bearer('')}`, variable: KEY_VARIABLE }],
      ),
    ],
    notes: [
      `Transport: streamable HTTP at ${url}. The header X-API-Key with the key alone works as well as Authorization.`,
    ],
    restart: restartLine('the client'),
  };
}

function urlMethod(checked: CheckedEndpoint, urlKeys: UrlKeys): UrlMethod {
  return {
    ...described({
      id: 'url',
      title: 'URL for clients that take nothing else',
      warnings: urlKeyWarnings(urlKeys),
      keyFrom: 'text',
      scope: 'user',
    }),
    kind: 'url',
    text: urlWithKey(checked),
  };
}

/** Up to the value of the key's header, which stands last. */
function curl(url: string): readonly Argument[] {
  const headers = ['Content-Type: application/json', 'Accept: application/json, text/event-stream'];
  return ['curl', '-sS', url, ...headers.flatMap((header) => ['-H', header]), '-d', CALL, '-H'];
}
