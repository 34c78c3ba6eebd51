import { z } from 'zod';
import { realShells } from '../connect/shells/real-shell.ts';
import { serverCauses } from './answer.ts';
import { openAppServer } from './codex-app-server.ts';
import type { Home } from './home.ts';
import type { RealClient } from './real-client.ts';

const serverStatuses = z.object({
  data: z.array(
    z.object({ name: z.string(), tools: z.record(z.string(), z.unknown()), toolsError: z.string().nullish() }),
  ),
});
const thread = z.object({ thread: z.object({ id: z.string() }) });
const called = z.object({
  isError: z.boolean().nullish(),
  structuredContent: z.object({ code: z.string().optional() }).nullish(),
});

/** `codex mcp list` does not connect: its app server does. A thread is started to call tools in; no model is asked. */
export const codex: RealClient = {
  guide: 'codex',
  package: '@openai/codex',
  variables: {},
  prepare: async (home, scope) => {
    if (scope !== 'project') return;
    await home.write('~/.codex/config.toml', `[projects.${JSON.stringify(home.project)}]\ntrust_level = "trusted"\n`);
  },
  ask: async (home, name) => {
    const server = await openAppServer(home);
    try {
      // Only a thread has a folder, and with it a project's file.
      const started = await server.ask('thread/start', { ephemeral: true, cwd: home.project });
      const threadId = thread.parse(started).thread.id;
      const { data } = serverStatuses.parse(await server.ask('mcpServerStatus/list', { detail: 'full', threadId }));
      const status = data.find((one) => one.name === name);
      if (status === undefined) throw new Error(`Codex knows no server ${name}, but ${data.map((one) => one.name)}`);
      const tools = Object.keys(status.tools);
      if (tools.length === 0) return { ...refused, says: await whatItSays(home, name, status.toolsError ?? '') };
      const call = async (tool: string, args: object): Promise<string> => {
        const answer = await server.ask('mcpServer/tool/call', { threadId, server: name, tool, arguments: args });
        const { isError, structuredContent } = called.parse(answer);
        return isError === true ? (structuredContent?.code ?? 'an error without a code') : 'OK';
      };
      const read = await call('get_api_key_info', {});
      const write = await call('create_creator', { name: 'Made by Codex' });
      return { connected: true, says: '', tools, read, write };
    } finally {
      server.close();
    }
  },
  // A 401 is only "Auth required" to it; the login that it then suggests ends with the server's words.
  causes: { ...serverCauses, wrong: /Auth required|There is no OAuth login: it authenticates with API keys\./ },
  shells: realShells,
};

const refused = { connected: false, tools: null, read: null, write: null } as const;

/** To a 401 it suggests `codex mcp login`: what a user who follows that is told belongs to it. */
async function whatItSays(home: Home, name: string, toolsError: string): Promise<string> {
  if (!toolsError.includes('Auth required')) return toolsError;
  const { code, output } = await home.run(['codex', 'mcp', 'login', name], { seconds: 30 });
  if (code !== 1 || !output.includes('There is no OAuth login')) throw new Error(`codex mcp login: ${output}`);
  return output;
}
