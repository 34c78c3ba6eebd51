import { peerResult, peerTools } from './tools.ts';

/* FastMCP for TypeScript, stateless over HTTP, with our tools. It is in no lock file of ours: `install-fastmcp.ts` says where it is. */

const [modulePath = '', database = '', keyName = '', port = '0'] = process.argv.slice(2);
const { FastMCP } = await import(modulePath);
const server = new FastMCP({ name: 'peer', version: '1.0.0' });
for (const tool of await peerTools(database, keyName)) {
  // It cannot choose by request: it gets the tools of our standing list, the fewest.
  if (!tool.isPinned) continue;
  server.addTool({
    name: tool.name,
    description: tool.description,
    parameters: tool.input,
    outputSchema: tool.output,
    annotations: { title: tool.title, ...tool.annotations },
    execute: (args: Readonly<Record<string, unknown>>) => peerResult(tool, args),
  });
}
await server.start({
  transportType: 'httpStream',
  httpStream: { port: Number(port), host: '127.0.0.1', endpoint: '/mcp', stateless: true },
});
process.stdout.write(`ready on ${port}\n`);
process.on('SIGTERM', () => process.exit(0));
