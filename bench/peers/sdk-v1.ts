import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { peerResult, peerTools } from './tools.ts';

/* The first line of the SDK, as its example `simpleStatelessStreamableHttp` does it, with our tools. */

const [database = '', keyName = ''] = process.argv.slice(2);
const tools = await peerTools(database, keyName);

function createServer(onlyPinned: boolean): McpServer {
  const server = new McpServer({ name: 'peer', version: '1.0.0' });
  for (const tool of tools) {
    if (onlyPinned && !tool.isPinned) continue;
    const { title, description, annotations } = tool;
    const words = { title, description, annotations, inputSchema: tool.input.shape, outputSchema: tool.output.shape };
    server.registerTool(tool.name, words, (args) => peerResult(tool, args));
  }
  return server;
}

const app = createMcpExpressApp();
app.post('/mcp', async (request, response) => {
  const server = createServer(request.url.includes('pinned'));
  const transport = new StreamableHTTPServerTransport({});
  await server.connect(transport);
  await transport.handleRequest(request, response, request.body);
  response.on('close', () => {
    void transport.close();
    void server.close();
  });
});
const listening = app.listen(0, '127.0.0.1', () => {
  const address = listening.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`ready on ${address.port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
