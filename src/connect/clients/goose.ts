import { described } from '../build.ts';
import { bearer, type CheckedEndpoint, checkEndpoint, type Endpoint } from '../endpoint.ts';
import { yamlString } from '../formats/yaml.ts';
import type { Connection, FileMethod } from '../method.ts';
import { KEY_IN_FILE, mergeInto, restartLine } from '../wording.ts';

const FILE = {
  macos: '~/.config/goose/config.yaml',
  linux: '~/.config/goose/config.yaml',
  windows: '%APPDATA%\\Block\\goose\\config\\config.yaml',
};

/** Goose: an extension in its configuration. */
export function goose(endpoint: Endpoint): Connection {
  return { methods: [file(checkEndpoint(endpoint))], notes: [], restart: restartLine('Goose') };
}

function file({ name, url, key }: CheckedEndpoint): FileMethod {
  const lines = [
    'extensions:',
    `  ${yamlString(name)}:`,
    `    name: ${yamlString(name)}`,
    '    type: streamable_http',
    '    enabled: true',
    `    uri: ${yamlString(url)}`,
    '    headers:',
    `      Authorization: ${yamlString(bearer(key))}`,
    '    timeout: 300',
  ];
  return {
    ...described({
      id: 'file',
      title: 'Configuration',
      before: [mergeInto('extensions')],
      warnings: [KEY_IN_FILE],
      keyFrom: 'text',
      scope: 'user',
    }),
    kind: 'file',
    path: FILE,
    language: 'yaml',
    text: `${lines.join('\n')}\n`,
  };
}
