import { Client, StreamableHTTPClientTransport, type VersionNegotiationMode } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { z } from 'zod';
import type { Answer } from './answer.ts';

/** What a client's configuration comes to. */
export interface HttpServer {
  url: string;
  headers: Record<string, string>;
}

export interface StdioServer {
  command: string;
  args: string[];
  env: Record<string, string>;
}

const info = { name: 'sdk-client', version: '1.0.0' };

/** By the SDK that most clients are built on; it speaks the `initialize` revisions. */
export function askByOldSdk({ url, headers }: HttpServer): Promise<Answer> {
  // Its own types disagree under exactOptionalPropertyTypes.
  const transport: unknown = new OldTransport(new URL(url), { requestInit: { headers } });
  return answerOf(() => connectOld(asTransport(transport)));
}

/** A program that speaks stdio, as a client starts it. `says` ends with what the program wrote to its standard error. */
export async function askByStdio(
  server: StdioServer,
  cwd: string,
  path: Readonly<Record<string, string>>,
): Promise<Answer> {
  const transport = new StdioClientTransport({ ...server, env: { ...path, ...server.env }, cwd, stderr: 'pipe' });
  let written = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    written += chunk.toString('utf8');
  });
  const answer = await answerOf(() => connectOld(transport));
  return { ...answer, says: `${answer.says}\n${written}` };
}

export function askByNewSdk({ url, headers }: HttpServer, mode: VersionNegotiationMode): Promise<Answer> {
  return answerOf(async () => {
    const client = new Client(info, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
    return client;
  });
}

async function connectOld(transport: Transport): Promise<OldClient> {
  const client = new OldClient(info);
  await client.connect(transport);
  return client;
}

function asTransport(value: unknown): Transport {
  if (!isTransport(value)) throw new Error('not a transport');
  return value;
}

function isTransport(value: unknown): value is Transport {
  return typeof value === 'object' && value !== null && 'start' in value && 'send' in value && 'close' in value;
}

async function answerOf(connect: () => Promise<Client | OldClient>): Promise<Answer> {
  let client: Client | OldClient;
  try {
    client = await connect();
  } catch (error) {
    return { connected: false, says: String(error), tools: null, read: null, write: null };
  }
  const { tools } = await client.listTools();
  const read = await call(client, 'get_api_key_info', {});
  const write = await call(client, 'create_creator', { name: 'Made by an SDK client' });
  await client.close();
  return { connected: true, says: '', tools: tools.map(({ name }) => name), read, write };
}

const failure = z.object({ isError: z.literal(true), structuredContent: z.object({ code: z.string() }) });

async function call(client: Client | OldClient, name: string, args: Record<string, unknown>): Promise<string> {
  const failed = failure.safeParse(await client.callTool({ name, arguments: args }));
  return failed.success ? failed.data.structuredContent.code : 'OK';
}
