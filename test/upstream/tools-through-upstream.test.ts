import './behind.ts';
import '../mcp/every-tool.test.ts';
import '../mcp/guard.test.ts';
import '../mcp/large-results.test.ts';
import '../mcp/protocol.test.ts';
import '../mcp/sdk-clients.test.ts';
import '../tenants/tools.test.ts';
