import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claudeCodeCommand } from '../../../src/connect/clients/claude-code.ts';
import { type ClientGuide, clients } from '../../../src/connect/clients.ts';
import { checkEndpoint, type Endpoint, KEY_VARIABLE, urlWithKey } from '../../../src/connect/endpoint.ts';
import type { CommandMethod } from '../../../src/connect/method.ts';
import type { Shell } from '../../../src/connect/shells/command.ts';
import { hostileEndpoint } from '../hostile.ts';
import { realShells, runInShell } from '../shells/real-shell.ts';
import { runAtPrompt, runShimAtPrompt } from '../windows/cmd-prompt.ts';
import { lineForCmd } from '../windows/powershell.ts';

// What each command gives its program, in every shell: run in the real ones, parsed by their rules for Windows.

const variables = { [KEY_VARIABLE]: 'ca_live_from_environment', PATH: 'not-expanded', HOME: 'not-expanded' };
const plain = { url: 'http://127.0.0.1:8787/mcp?tools=core&read_only=true', key: 'ca_live_k', name: 'creatoraudit' };
const endpoints: readonly Endpoint[] = [plain, ...fc.sample(hostileEndpoint, { numRuns: 3, seed: 7 })];

function commandsOf(guide: ClientGuide, endpoint: Endpoint, shell: Shell): CommandMethod[] {
  return guide
    .connect(endpoint)
    .methods.filter((method) => method.kind === 'command')
    .filter((it) => it.shell === shell);
}

/** The documented command of each method, `expected[client][method]`: lines of arguments. */
function expectedCalls(endpoint: Endpoint): Record<string, Record<string, string[][]>> {
  const checked = checkEndpoint(endpoint);
  const { url, name, key } = checked;
  const stored = `Authorization: Bearer \${${KEY_VARIABLE}}`;
  const claude = (scope: string, header: string) =>
    `claude mcp add --scope ${scope} --transport http`.split(' ').concat(name, url, '--header', header);
  const gemini = (scope: string, header: string) =>
    `gemini mcp add --scope ${scope} --transport http --header`.split(' ').concat(header, name, url);
  const definition = JSON.stringify({ name, type: 'http', url, headers: { Authorization: `Bearer ${key}` } });
  const call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_api_key_info","arguments":{}}}';
  const json = ['-H', 'Content-Type: application/json', '-H', 'Accept: application/json, text/event-stream'];
  const curl = (header: string) => ['curl', '-sS', url, ...json, '-d', call, '-H', header];
  const literal = `Authorization: Bearer ${key}`;
  return {
    'claude-code': {
      add: [claude('user', literal)],
      replace: [['claude', 'mcp', 'remove', '--scope', 'user', name], claude('user', literal)],
      'add-environment': [claude('user', stored)],
      'add-project': [claude('project', stored)],
    },
    codex: {
      add: [['codex', 'mcp', 'add', name, '--url', urlWithKey(checked)]],
      'add-environment': [['codex', 'mcp', 'add', name, '--url', url, '--bearer-token-env-var', KEY_VARIABLE]],
    },
    vscode: {
      add: [['code', '--add-mcp', definition]],
      'add-insiders': [['code-insiders', '--add-mcp', definition]],
    },
    'gemini-cli': {
      add: [gemini('user', literal)],
      'add-environment': [gemini('user', stored)],
      'add-project': [gemini('project', stored)],
    },
    other: {
      curl: [curl(literal)],
      'curl-environment': [curl('Authorization: Bearer ca_live_from_environment')],
    },
  };
}

describe.each(endpoints)('for $url, $key, $name', (endpoint) => {
  const expected = expectedCalls(endpoint);
  const expectedOf = (guide: ClientGuide) => expected[guide.id] ?? {};

  test.each(realShells)('%s gives the programs what their clients document', (shell) => {
    const methods = clients.flatMap((guide) => commandsOf(guide, endpoint, 'posix'));
    const script = methods.map(({ text }) => text).join('\n');
    const calls = clients.flatMap((guide) => Object.values(expectedOf(guide)).flat());
    const environment = { [KEY_VARIABLE]: variables[KEY_VARIABLE] ?? '' };
    expect(runInShell(shell, script, environment)).toEqual(calls);
  });

  test.each(clients)('cmd.exe gives the same for $title, installed as .exe or .cmd', (guide) => {
    const found = commandsOf(guide, endpoint, 'cmd').map(({ id, text }) => [id, text.split('\n')] as const);
    expect(Object.fromEntries(found.map(([id, lines]) => [id, lines.map((it) => runAtPrompt(it, variables))]))).toEqual(
      expectedOf(guide),
    );
    expect(
      Object.fromEntries(found.map(([id, lines]) => [id, lines.map((it) => runShimAtPrompt(it, variables))])),
    ).toEqual(expectedOf(guide));
  });

  test.each(clients)('PowerShell gives the same for $title', (guide) => {
    const found = commandsOf(guide, endpoint, 'powershell').map(({ id, text }) => [
      id,
      text.split('\n').map((line) => runShimAtPrompt(lineForCmd(line), variables)),
    ]);
    expect(Object.fromEntries(found)).toEqual(expectedOf(guide));
  });
});

test('the start line is the command of the contract, header last, URL quoted', () => {
  expect(claudeCodeCommand(plain)).toBe(
    `claude mcp add --transport http creatoraudit 'http://127.0.0.1:8787/mcp?tools=core&read_only=true' --header 'Authorization: Bearer ca_live_k'`,
  );
});

test('no form leaves a question mark outside of quotes', () => {
  for (const guide of clients) {
    for (const { text } of commandsOf(guide, plain, 'posix')) {
      expect(text.replace(/'[^']*'|"[^"]*"/g, '')).not.toContain('?');
    }
  }
});
