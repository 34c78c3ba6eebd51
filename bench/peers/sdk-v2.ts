import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { peerResult, peerTools } from './tools.ts';

/* The second line of the SDK, as its guide to HTTP says: a handler that makes a server for each request, with our tools and their schemas. */

const [database = '', keyName = ''] = process.argv.slice(2);
const tools = await peerTools(database, keyName);

const handler = createMcpHandler(({ requestInfo }) => {
  const onlyPinned = requestInfo?.url.includes('pinned') === true;
  const server = new McpServer({ name: 'peer', version: '1.0.0' });
  for (const tool of tools) {
    if (onlyPinned && !tool.isPinned) continue;
    const { title, description, annotations, input, output } = tool;
    // As in the guide, where a schema stands in the factory; only its fields are made once here.
    const schemas = { inputSchema: z.object(input.shape), outputSchema: z.object(output.shape) };
    const words = { title, description, annotations, ...schemas };
    server.registerTool(tool.name, words, (args) => peerResult(tool, args));
  }
  return server;
});

const handle = toNodeHandler(handler);
const server = createServer((request, response) => {
  // A request that came has both; the adapter's types want to hear it.
  const { method = 'GET', url = '/' } = request;
  void handle(Object.assign(request, { method, url }), response);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`ready on ${address.port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
