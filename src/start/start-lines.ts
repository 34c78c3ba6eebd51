import type { Config } from '../config.ts';
import { claudeCodeCommand } from '../connect/clients/claude-code.ts';
import { setupLinkHours } from '../dashboard/auth/setup-token.ts';
import { howToBuild } from '../dashboard/web/serve-web.ts';
import type { FirstStart } from './first-start.ts';
import type { RunningServer } from './start-server.ts';

/** What a start says on standard output, for people. Only the very first names a key; the setup link is there until somebody has used it. */
export function startLines(facts: {
  version: string;
  publicUrls: Config['publicUrls'];
  connect: RunningServer['connect'];
  firstStart: FirstStart;
  setupLink: string | null;
  holdsSampleData: boolean;
  /** Without it API and MCP are served all the same. */
  dashboardBuilt: boolean;
  upstream: RunningServer['upstream'];
  warnings: RunningServer['warnings'];
}): string {
  const { version, publicUrls, connect, firstStart, setupLink, holdsSampleData, dashboardBuilt, upstream, warnings } =
    facts;
  const mcp = `${publicUrls.mcp}/mcp`;
  return [
    `CreatorAudit gateway ${version} is ready.`,
    `  API   ${publicUrls.api}/v2`,
    `  Docs  ${publicUrls.api}/v2/docs`,
    `  MCP   ${mcp}`,
    ...(connect === null ? [] : [`  Apps that sign in: ${connect.url}/mcp`]),
    ...(upstream === null ? [] : upstreamLines(upstream)),
    ...(dashboardBuilt ? [] : [howToBuild]),
    ...(setupLink === null
      ? []
      : [
          `Open the dashboard and become its owner (the link works once, for ${setupLinkHours} hours):`,
          `  ${setupLink}`,
          '  Another such link: npm run -s org -- setup-link',
        ]),
    ...(holdsSampleData
      ? [
          'All numbers are invented sample data, not of real accounts. SAMPLE_DATA=off with a new DATA_DIR starts empty.',
        ]
      : []),
    ...(firstStart.kind === 'sample'
      ? [
          'Connect Claude Code with a key that can only read, for 7 days (it is shown this once):',
          `  ${claudeCodeCommand({ url: mcp, key: firstStart.fullKey })}`,
        ]
      : []),
    ...(firstStart.kind === 'empty' && upstream?.auth !== 'passthrough'
      ? ['Make a key: npm run -s keys -- create --name NAME']
      : []),
    ...warnings,
    '',
  ].join('\n');
}

function upstreamLines({ url, auth, needsKey }: NonNullable<RunningServer['upstream']>): readonly string[] {
  const whose = auth === 'gateway' ? "by this gateway's own keys" : "by the upstream's own keys, passed through";
  const lines = [`  Data  ${url}, ${whose}`];
  if (!needsKey) return lines;
  return [...lines, 'There is no upstream key yet, so no data. Set one: npm run -s upstream -- set-key'];
}
