import type { VersionNegotiationMode } from '@modelcontextprotocol/client';
import manifest from '../../package.json' with { type: 'json' };
import { type Answer, type Causes, judge, serverCauses } from './answer.ts';
import { type Check, inHome, type Stage } from './check.ts';
import { askInspector, inspectorCauses } from './inspector.ts';
import { type KeyState, keyStates } from './keys.ts';
import { askByNewSdk, askByOldSdk, type HttpServer } from './sdk-clients.ts';
import versions from './versions.json' with { type: 'json' };

/** Clients that developers use: they take the URL and the header as they are. */
interface Developer {
  client: string;
  version: string;
  method: string;
  causes: Causes;
  ask(stage: Stage, server: HttpServer): Promise<Answer>;
}

const { devDependencies } = manifest;

const modes: readonly (readonly [string, VersionNegotiationMode])[] = [
  ['2026-07-28 first', 'auto'],
  ['2026-07-28 only', { pin: '2026-07-28' }],
  ['initialize', 'legacy'],
];

const developers: readonly Developer[] = [
  ...(['legacy', 'modern'] as const).map((era) => ({
    client: 'MCP Inspector',
    version: versions['@modelcontextprotocol/inspector'],
    method: `--strict, ${era === 'legacy' ? 'initialize' : '2026-07-28'}`,
    causes: inspectorCauses[era],
    ask: (stage: Stage, server: HttpServer) => inHome(stage, {}, (home) => askInspector(home, server, era)),
  })),
  ...modes.map(([method, mode]) => ({
    client: 'MCP SDK 2',
    version: devDependencies['@modelcontextprotocol/client'],
    method,
    causes: sdkCauses(mode),
    ask: (_stage: Stage, server: HttpServer) => askByNewSdk(server, mode),
  })),
  {
    client: 'MCP SDK 1',
    version: devDependencies['@modelcontextprotocol/sdk'],
    method: 'initialize',
    causes: serverCauses,
    ask: (_stage, server) => askByOldSdk(server),
  },
];

function sdkCauses(mode: VersionNegotiationMode): Causes {
  // Its negotiation tells the status alone.
  const status = { wrong: /HTTP 401/, disabled: /HTTP 403/, expired: /HTTP 403/ };
  return mode === 'legacy' ? serverCauses : status;
}

export function developerChecks(stage: Stage): Check[] {
  return developers.flatMap(({ client, version, method, causes, ask }) =>
    keyStates.map((key) => ({
      client,
      version,
      method,
      form: 'URL and header',
      key,
      run: async () => judge(key, await ask(stage, serverFor(stage, key)), causes),
    })),
  );
}

function serverFor({ url, keys }: Stage, key: KeyState): HttpServer {
  return { url, headers: { Authorization: `Bearer ${keys[key]}` } };
}
