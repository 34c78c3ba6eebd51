import { realShells } from '../connect/shells/real-shell.ts';
import { serverCauses } from './answer.ts';
import type { RealClient } from './real-client.ts';

/** `claude mcp get` connects and says how it went; it does not show tools. */
export const claudeCode: RealClient = {
  guide: 'claude-code',
  package: '@anthropic-ai/claude-code',
  variables: { DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
  prepare: (home) => home.write('~/.claude/settings.json', JSON.stringify({ enableAllProjectMcpServers: true })),
  ask: async (home, name) => {
    const { output } = await home.run(['claude', 'mcp', 'get', name]);
    return { connected: output.includes('✔ Connected'), says: output, tools: null, read: null, write: null };
  },
  causes: serverCauses,
  shells: realShells,
};
