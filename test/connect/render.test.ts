import { describe, expect, test } from 'vitest';
import { clients } from '../../src/connect/clients.ts';
import { renderGuide } from '../../src/connect/render.ts';
import { shells, shellTitles } from '../../src/connect/shells/command.ts';

const endpoint = { url: 'http://127.0.0.1:8787/mcp?tools=all', key: 'ca_live_k' };

describe.each(clients)('$title', (guide) => {
  test.each(shells)('as text for %s: every method whole, and the restart last', (shell) => {
    const text = renderGuide(guide, endpoint, { shell });
    const { methods, restart } = guide.connect(endpoint);
    expect(text.startsWith(`${guide.title} (${shellTitles[shell]})\n`)).toBe(true);
    expect(text.endsWith(`\n${restart}\n`)).toBe(true);
    for (const method of methods) {
      const shown = text.includes(`\n${(method.kind === 'link' ? method.href : method.text).trimEnd()}\n`);
      expect(shown).toBe(method.kind !== 'command' || method.shell === shell);
    }
  });
});

test('the whole text of a short guide', () => {
  const codex = clients.find(({ id }) => id === 'codex');
  expect(codex && renderGuide(codex, { url: 'http://h/mcp' }, { urlKeys: 'forbid', shell: 'cmd' })).toBe(
    `Codex (Windows cmd)

1. Add it, key from the environment (user)
   Set the environment variable CREATORAUDIT_API_KEY to the key, where Codex is started.

codex mcp add creatoraudit --url "http://h/mcp" --bearer-token-env-var CREATORAUDIT_API_KEY

2. By hand (user)
   Warning: The key stands in this file: keep the file out of version control.
   File: %USERPROFILE%\\.codex\\config.toml

[mcp_servers.creatoraudit]
url = "http://h/mcp"
http_headers = { Authorization = "Bearer YOUR_API_KEY" }

3. The project's file (project)
   Set the environment variable CREATORAUDIT_API_KEY to the key, where Codex is started.
   Codex reads it only in a folder that you have trusted.
   File: .codex\\config.toml

[mcp_servers.creatoraudit]
url = "http://h/mcp"
bearer_token_env_var = "CREATORAUDIT_API_KEY"

To set the variable (in this window and in every program that is started later):

set "CREATORAUDIT_API_KEY=YOUR_API_KEY"
setx CREATORAUDIT_API_KEY "YOUR_API_KEY"

Restart Codex: it reads its servers only when it starts.
`,
  );
});

test('both paths are shown where macOS and Linux differ', () => {
  const desktop = clients.find(({ id }) => id === 'claude-desktop');
  expect(desktop && renderGuide(desktop, endpoint)).toContain(
    'File: ~/Library/Application Support/Claude/claude_desktop_config.json (macOS), ~/.config/Claude/claude_desktop_config.json (Linux)',
  );
});
