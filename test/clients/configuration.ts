import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { FileMethod, LinkMethod } from '../../src/connect/method.ts';
import type { HttpServer, StdioServer } from './sdk-clients.ts';

/** What a client that cannot run here would read out of a link or a file, by its documentation. */
export type Configuration = { kind: 'http'; server: HttpServer } | { kind: 'stdio'; server: StdioServer };

/** Under which key each client's file keeps its servers. */
const containers: Readonly<Record<string, string>> = {
  vscode: 'servers',
  cursor: 'mcpServers',
  'claude-desktop': 'mcpServers',
  windsurf: 'mcpServers',
  zed: 'context_servers',
  cline: 'mcpServers',
  goose: 'extensions',
  'lm-studio': 'mcpServers',
  other: 'mcpServers',
};

/** The words for streamable HTTP where a client wants one: without it Cline takes a URL for the old SSE transport. */
const transports: Readonly<Record<string, { field: string; value: string }>> = {
  vscode: { field: 'type', value: 'http' },
  cline: { field: 'type', value: 'streamableHttp' },
  goose: { field: 'type', value: 'streamable_http' },
};

const entryShape = z.looseObject({
  url: z.string().optional(),
  serverUrl: z.string().optional(),
  uri: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  command: z.string().optional(),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
});

const parsers: Readonly<Record<FileMethod['language'], (text: string) => unknown>> = {
  json: (text) => JSON.parse(text),
  toml: parseToml,
  yaml: (text) => parseYaml(text),
};

/** The values that a client fills in by itself: variables of its environment, and what it asked its user for. */
export type Values = Readonly<Record<string, string>>;

/** Reads a client's file. Throws where the entry is not where the client looks, or not as it wants it. */
export function readFile(guide: string, method: FileMethod, name: string, values: Values): Configuration {
  const file = z.record(z.string(), z.unknown()).parse(parsers[method.language](method.text));
  const servers = z.record(z.string(), z.unknown()).parse(file[containers[guide] ?? '']);
  const inputs = z
    .array(z.looseObject({ id: z.string() }))
    .default([])
    .parse(file.inputs);
  const asked = new Set(inputs.map(({ id }) => id));
  const fill = (text: string) =>
    text.replace(/\$\{(env|input):([\w-]+)\}/g, (_whole, kind: string, variable: string) => {
      if (kind === 'input' && !asked.has(variable)) throw new Error(`asks for no input ${variable}`);
      const value = values[kind === 'input' ? 'input' : variable];
      if (value === undefined) throw new Error(`nothing gives ${variable}`);
      return value;
    });
  return readEntry(guide, servers[name], fill);
}

/** Reads a link as its client does: Cursor and LM Studio take base64, VS Code URI-encoded JSON. */
export function readLink(guide: string, { href }: LinkMethod, name: string): Configuration {
  if (guide === 'vscode') {
    const definition: unknown = JSON.parse(decodeURIComponent(href.slice(href.indexOf('?') + 1)));
    return readDefinition(definition, name);
  }
  const parameters = new URL(href).searchParams;
  if (parameters.get('name') !== name) throw new Error(`is named ${parameters.get('name')}`);
  const config = Buffer.from(parameters.get('config') ?? '', 'base64').toString('utf8');
  return readEntry(guide, JSON.parse(config), (text) => text);
}

/** What `code --add-mcp` and its link take: an entry with its name in it. */
export function readDefinition(definition: unknown, name: string): Configuration {
  const named = z.looseObject({ name: z.literal(name) }).parse(definition);
  return readEntry('vscode', named, (text) => text);
}

function readEntry(guide: string, value: unknown, fill: (text: string) => string): Configuration {
  const entry = entryShape.parse(value);
  const filled = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, fill(text)]));
  if (entry.command !== undefined) {
    return { kind: 'stdio', server: { command: entry.command, args: entry.args, env: filled(entry.env) } };
  }
  const transport = transports[guide];
  if (transport !== undefined && entry[transport.field] !== transport.value) {
    throw new Error(`${transport.field} is ${String(entry[transport.field])}, not ${transport.value}`);
  }
  const url = entry.url ?? entry.serverUrl ?? entry.uri;
  if (url === undefined) throw new Error('there is no URL in it');
  return { kind: 'http', server: { url: fill(url), headers: filled(entry.headers) } };
}
