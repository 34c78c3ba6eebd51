import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';

/**
 * The version of `@modelcontextprotocol/server` that our ways round its classifier and its dispatcher were proven equal
 * to. Random questions can miss what a new version checks or adds: with another version read what has changed in its
 * `classifyInboundRequest` and in how a server answers `tools/call`, mend plain-request.ts and tool-calls.ts, and only then
 * write the version here.
 */
const provenVersion = '2.4.0';

export async function expectProvenSdk(): Promise<void> {
  const wanted = JSON.parse(await readFile('package.json', 'utf8')).dependencies['@modelcontextprotocol/server'];
  const installed = JSON.parse(
    await readFile('node_modules/@modelcontextprotocol/server/package.json', 'utf8'),
  ).version;
  // The very version, no range: else an installation could bring one that nobody has looked at.
  expect({ wanted, installed }).toEqual({ wanted: provenVersion, installed: provenVersion });
}
