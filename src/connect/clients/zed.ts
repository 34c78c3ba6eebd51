import { httpEntry, jsonMethod } from '../build.ts';
import { checkEndpoint, type Endpoint } from '../endpoint.ts';
import type { Connection } from '../method.ts';
import { KEY_IN_FILE, mergeInto, restartLine } from '../wording.ts';

const FILE = {
  macos: '~/.config/zed/settings.json',
  linux: '~/.config/zed/settings.json',
  windows: '%APPDATA%\\Zed\\settings.json',
};

/** Zed: its settings. */
export function zed(endpoint: Endpoint): Connection {
  const checked = checkEndpoint(endpoint);
  return {
    methods: [
      jsonMethod(
        {
          id: 'file',
          title: 'Settings',
          before: ['Run "zed: open settings file" in the command palette.', mergeInto('context_servers')],
          warnings: [KEY_IN_FILE],
          keyFrom: 'text',
          scope: 'user',
        },
        FILE,
        { context_servers: { [checked.name]: httpEntry(checked, checked.key) } },
      ),
    ],
    notes: [],
    restart: restartLine('Zed'),
  };
}
