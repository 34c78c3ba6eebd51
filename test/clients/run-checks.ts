import { z } from 'zod';
import type { ClientResult } from '../../src/documents/client-results.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import type { Check, Stage } from './check.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { geminiCli } from './gemini-cli.ts';
import { makeHome } from './home.ts';
import { inLanes } from './in-lanes.ts';
import { installClients } from './install.ts';
import { type ClientKeys, makeKeys } from './keys.ts';
import { developerChecks } from './own-checks.ts';
import { bridgeChecks, readChecks } from './read-checks.ts';
import { realChecks } from './real-checks.ts';
import type { RunSetting } from './settings.ts';

const groups: readonly (readonly [string, (stage: Stage) => Check[]])[] = [
  ['claude-code', (stage) => realChecks(claudeCode, stage)],
  ['codex', (stage) => realChecks(codex, stage)],
  ['gemini-cli', (stage) => realChecks(geminiCli, stage)],
  ['mcp-remote', bridgeChecks],
  ['developers', developerChecks],
  [
    'read',
    (stage) =>
      readChecks(
        ['vscode', 'cursor', 'claude-desktop', 'chatgpt', 'windsurf', 'zed', 'cline', 'goose', 'lm-studio', 'other'],
        stage,
      ),
  ],
];

export interface ChecksRun {
  results: readonly ClientResult[];
  failures: readonly string[];
}

export async function runChecks(setting: RunSetting, print: (line: string) => void): Promise<ChecksRun> {
  const programs = await installClients(setting.cache, setting.machine);
  const server = await startTestServer({ SAMPLE_DATA: 'on', RATE_LIMIT_PER_MINUTE: '100000' });
  try {
    const wanted = groups.filter(([name]) => setting.kind !== 'only' || setting.client === name);
    const outcomes = await inLanes(wanted, async ([name, checksOf]) => {
      const keys = await makeKeys(server, name);
      const stage = {
        programs,
        url: `${server.url}/mcp?tools=all`,
        keys: keys.texts,
        home: (variables = {}) => makeHome(setting.cache, programs, variables),
      };
      return await runGroup(server, keys, checksOf(stage), print);
    });
    return {
      results: outcomes.flatMap(({ results }) => results),
      failures: outcomes.flatMap(({ failures }) => failures),
    };
  } finally {
    await server.stop();
  }
}

async function runGroup(
  server: TestServer,
  keys: ClientKeys,
  checks: readonly Check[],
  print: (line: string) => void,
): Promise<ChecksRun> {
  const results: ClientResult[] = [];
  const failures: string[] = [];
  for (const { run, ...check } of checks) {
    const startedAt = performance.now();
    const label = `${check.client} · ${check.method} · ${check.form} · ${check.key}`;
    // Refused keys are limited per address and minute.
    server.freshMinute();
    const mark = server.log().length;
    try {
      const outcome = await run();
      results.push({ ...check, protocol: protocolIn(server.log().slice(mark), keys), outcome });
      print(`✓ ${label} (${((performance.now() - startedAt) / 1000).toFixed(1)} s): ${outcome}`);
    } catch (error) {
      failures.push(`✗ ${label}\n${error instanceof Error ? error.message : String(error)}`);
      print(`✗ ${label}`);
    }
  }
  return { results, failures };
}

const logLine = z.looseObject({ key_id: z.string().nullish(), era: z.enum(['legacy', 'modern']).nullish() });
const protocols = { legacy: 'initialize', modern: '2026-07-28' } as const;

/** What the server saw spoken with these keys. */
function protocolIn(log: string, { ids }: ClientKeys): string | null {
  const lines = log.split('\n').filter((line) => line !== '');
  const seen = lines
    .map((line) => logLine.parse(JSON.parse(line)))
    .flatMap(({ key_id, era }) => (key_id && era && ids.has(key_id) ? [protocols[era]] : []));
  return seen.length === 0 ? null : [...new Set(seen)].sort().join(', ');
}
