import type { RealClient } from './real-client.ts';

/** `gemini mcp list` connects, in a trusted folder only, and says no more than whether it could: not even why not. */
export const geminiCli: RealClient = {
  guide: 'gemini-cli',
  package: '@google/gemini-cli',
  variables: { GEMINI_CLI_TRUST_WORKSPACE: 'true' },
  prepare: async () => {},
  ask: async (home, name) => {
    const { output } = await home.run(['gemini', 'mcp', 'list']);
    const line = output.split('\n').find((text) => text.includes(` ${name}: `)) ?? output;
    return {
      connected: line.includes('✓') && line.endsWith('- Connected'),
      says: line,
      tools: null,
      read: null,
      write: null,
    };
  },
  causes: { wrong: /Disconnected/, disabled: /Disconnected/, expired: /Disconnected/ },
  // It takes many times longer than the others.
  shells: ['/bin/sh'],
};
