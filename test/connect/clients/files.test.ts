import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { clients } from '../../../src/connect/clients.ts';
import { checkEndpoint, type Endpoint } from '../../../src/connect/endpoint.ts';
import type { FileMethod } from '../../../src/connect/method.ts';
import { hostileEndpoint } from '../hostile.ts';

// Files, read by real parsers and held against what each client documents.

const parsers: Record<FileMethod['language'], (text: string) => unknown> = {
  json: JSON.parse,
  toml: parseToml,
  yaml: (text) => parseYaml(text),
};

function filesOf(endpoint: Endpoint): Record<string, unknown> {
  const files = clients.flatMap((guide) =>
    guide.connect(endpoint).methods.flatMap((method) => {
      return method.kind === 'file'
        ? [[`${guide.id} ${method.id}`, parsers[method.language](method.text)] as const]
        : [];
    }),
  );
  return Object.fromEntries(files);
}

function documented(endpoint: Endpoint): Record<string, unknown> {
  const { url, key, name } = checkEndpoint(endpoint);
  const headers = { Authorization: `Bearer ${key}` };
  const from = (variable: string) => ({ Authorization: `Bearer \${${variable}}` });
  const servers = (entry: object) => ({ mcpServers: { [name]: entry } });
  const bridge = servers({
    command: 'npx',
    args: ['-y', 'mcp-remote', url, '--header', 'Authorization:$'.concat('{AUTH_HEADER}')],
    env: { AUTH_HEADER: `Bearer ${key}` },
  });
  const prompt = {
    type: 'promptString',
    id: 'creatoraudit-api-key',
    description: 'CreatorAudit API key',
    password: true,
  };
  return {
    'claude-code project-file': servers({ type: 'http', url, headers: from('CREATORAUDIT_API_KEY') }),
    'codex file': { mcp_servers: { [name]: { url, http_headers: headers } } },
    'codex project-file': { mcp_servers: { [name]: { url, bearer_token_env_var: 'CREATORAUDIT_API_KEY' } } },
    'vscode project-file': {
      inputs: [prompt],
      servers: { [name]: { type: 'http', url, headers: from('input:creatoraudit-api-key') } },
    },
    'vscode project-file-environment': {
      servers: { [name]: { type: 'http', url, headers: from('env:CREATORAUDIT_API_KEY') } },
    },
    'cursor file': servers({ url, headers }),
    'cursor file-environment': servers({ url, headers: from('env:CREATORAUDIT_API_KEY') }),
    'cursor project-file': servers({ url, headers: from('env:CREATORAUDIT_API_KEY') }),
    'claude-desktop file': bridge,
    'gemini-cli file': servers({ httpUrl: url, headers }),
    'windsurf file': servers({ transport: 'http', url, headers }),
    'windsurf earlier-file': servers({ serverUrl: url, headers }),
    'windsurf earlier-file-environment': servers({ serverUrl: url, headers: from('env:CREATORAUDIT_API_KEY') }),
    'zed file': { context_servers: { [name]: { url, headers } } },
    'cline file': servers({ type: 'streamableHttp', url, headers, disabled: false }),
    'goose file': {
      extensions: { [name]: { name, type: 'streamable_http', enabled: true, uri: url, headers, timeout: 300 } },
    },
    'lm-studio file': servers({ url, headers }),
    'other json': servers({ type: 'http', url, headers }),
    'other json-stdio': bridge,
  };
}

test('every file holds what its client documents, whatever the name and the URL', () => {
  fc.assert(
    fc.property(hostileEndpoint, (endpoint) => {
      expect(filesOf(endpoint)).toEqual(documented(endpoint));
    }),
  );
});

test('mcp-remote is told where plain http is meant', () => {
  const args = (url: string) => JSON.stringify(filesOf({ url })['claude-desktop file']);
  expect(args('http://192.168.1.5:8787/mcp')).toContain('--allow-http');
  expect(args('http://[::1]:8787/mcp')).toContain('--allow-http');
  expect(args('http://localhost:8787/mcp')).not.toContain('--allow-http');
  expect(args('https://mcp.example.com/mcp')).not.toContain('--allow-http');
});

test('every file has a path for each system, with its own separators', () => {
  for (const guide of clients) {
    for (const method of guide.connect({ url: 'https://mcp.example.com/mcp' }).methods) {
      if (method.kind !== 'file') continue;
      expect(method.path.windows).not.toMatch(/[/~]/);
      expect(method.path.macos + method.path.linux).not.toMatch(/[\\%]/);
    }
  }
});
