import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** A real MCP client that was given a key. */
export async function connectAgent(url: string, key: string, name = 'test-agent'): Promise<Client> {
  const client = new Client({ name, version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { Authorization: `Bearer ${key}`, 'User-Agent': `${name}/1.0.0` } },
  });
  await client.connect(transport);
  return client;
}

/** URL and key of a command as it was copied: what an agent would be started with. */
export function readCommand(command: string): { url: string; key: string } {
  const [, url] = /'(https?:[^']+)'/.exec(command) ?? [];
  const [, key] = /Bearer ([^']+)'/.exec(command) ?? [];
  if (url === undefined || key === undefined) throw new Error('The command names no URL and key');
  return { url, key };
}

/** The key in whatever was copied for a client. */
export function readKey(text: string): string {
  const [key] = /ca_live_[0-9A-Za-z]{49}/.exec(text) ?? [];
  if (key === undefined) throw new Error('There is no key in what was copied');
  return key;
}
