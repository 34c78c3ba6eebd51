import type { Config } from '../config.ts';
import { claudeCodeCommand } from '../connect/clients/claude-code.ts';
import type { FirstStart } from './first-start.ts';

/** What a start says on standard output, for people. Only the very first names a key; the setup link is there until somebody has used it. */
export function startLines(facts: {
  version: string;
  publicUrls: Config['publicUrls'];
  firstStart: FirstStart;
  setupLink: string | null;
  holdsSampleData: boolean;
}): string {
  const { version, publicUrls, firstStart, setupLink, holdsSampleData } = facts;
  const mcp = `${publicUrls.mcp}/mcp`;
  return [
    `CreatorAudit gateway ${version} is ready.`,
    `  API   ${publicUrls.api}/v2`,
    `  Docs  ${publicUrls.api}/v2/docs`,
    `  MCP   ${mcp}`,
    ...(setupLink === null ? [] : ['Open the dashboard and become its owner (the link works once):', `  ${setupLink}`]),
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
    ...(firstStart.kind === 'empty' ? ['Make a key: npm run -s keys -- create --name NAME'] : []),
    '',
  ].join('\n');
}
