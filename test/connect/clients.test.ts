import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clients } from '../../src/connect/clients.ts';
import { KEY_PLACEHOLDER, KEY_VARIABLE } from '../../src/connect/endpoint.ts';
import type { Method } from '../../src/connect/method.ts';
import { shells } from '../../src/connect/shells/command.ts';
import { hostileEndpoint } from './hostile.ts';

// Rules that hold for every client that there is and will be.

const key = 'ca_live_0123456789ABCDEFGHIJabcdefghij0123456789ABCDEFGHIJ';
const endpoint = { url: 'https://mcp.example.com/mcp?tools=core,creators', key };

function textOf(method: Method): string {
  return method.kind === 'link' ? method.href : method.text;
}

/** Plain, URI-encoded or in base64. */
function holdsKey(text: string, secret: string): boolean {
  const decoded = decodeURIComponent(text.replace(/%(?![0-9A-Fa-f]{2})/g, '%25'));
  const base64Runs = decoded.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? [];
  return [decoded, ...base64Runs.map((run) => Buffer.from(run, 'base64').toString('latin1'))].some((it) =>
    it.includes(secret),
  );
}

test('are those of the contract, in its order, then the others', () => {
  expect(clients.map(({ title }) => title)).toEqual([
    'Claude Code',
    'Codex',
    'VS Code',
    'Cursor',
    'Claude Desktop',
    'ChatGPT',
    'Gemini CLI',
    'Windsurf',
    'Zed',
    'Cline',
    'Goose',
    'LM Studio',
    'Other',
  ]);
  expect(new Set(clients.map(({ id }) => id)).size).toBe(clients.length);
});

describe.each(clients)('$title', (guide) => {
  const { methods, restart } = guide.connect(endpoint);

  test('ends with the restart of the client', () => {
    expect(restart).toMatch(/^Restart /);
  });

  test('offers the key in the text first, ready to run as pasted', () => {
    expect(methods[0]?.keyFrom).toBe('text');
  });

  test('names every method once for each shell, and gives every command for all shells', () => {
    const names = methods.map((method) => `${method.id} ${method.kind === 'command' ? method.shell : ''}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { id } of methods.filter(({ kind }) => kind === 'command')) {
      const forms = methods.filter((method) => method.id === id);
      expect(forms.map((method) => method.kind === 'command' && method.shell)).toEqual([...shells]);
    }
  });

  test('holds the key where it says so and nowhere else', () => {
    for (const method of methods) {
      expect(holdsKey(textOf(method), key)).toBe(method.keyFrom === 'text');
      if (method.kind === 'link') expect(method.carriesKey).toBe(method.keyFrom === 'text');
      if (method.keyFrom === 'environment') expect(textOf(method)).toContain(KEY_VARIABLE);
      const words = [method.title, ...method.before, ...method.after, ...method.warnings].join('\n');
      expect(words).not.toContain(key);
    }
  });

  test('names the variable in the first steps of each method that reads it', () => {
    for (const method of methods.filter(({ keyFrom }) => keyFrom === 'environment')) {
      expect(method.before.join(' ')).toContain(KEY_VARIABLE);
    }
  });

  test('never puts a key into a link that starts with http', () => {
    fc.assert(
      fc.property(hostileEndpoint, (hostile) => {
        for (const method of guide.connect(hostile).methods) {
          if (method.kind !== 'link') continue;
          expect(URL.canParse(method.href)).toBe(true);
          if (/^https?:/i.test(method.href)) expect(holdsKey(method.href, hostile.key)).toBe(false);
        }
      }),
    );
  });

  test('warns in one line of each key in a URL, and of each that a file holds', () => {
    for (const method of methods.filter(({ keyFrom }) => keyFrom === 'text')) {
      const inUrl = textOf(method).includes('api_key=');
      if (inUrl) expect(method.warnings.filter((line) => line.includes('sees this URL'))).toHaveLength(1);
      if (method.kind === 'file') expect(method.warnings.join(' ')).toContain('out of version control');
    }
  });

  test('has no key in a URL where the organization forbids it', () => {
    for (const method of guide.connect(endpoint, { urlKeys: 'forbid' }).methods) {
      expect(holdsKey(textOf(method), 'api_key=')).toBe(false);
    }
  });

  test('says so where a key in a URL reads only', () => {
    for (const method of guide.connect(endpoint, { urlKeys: 'read_only' }).methods) {
      const told = method.warnings.some((line) => line.includes('read only'));
      expect(told).toBe(textOf(method).includes('api_key='));
    }
  });

  test('keeps the key of a project out of its files', () => {
    for (const method of methods.filter(({ scope }) => scope === 'project')) expect(method.keyFrom).not.toBe('text');
  });

  test('shows a placeholder where no key is given', () => {
    const [first] = guide.connect({ url: endpoint.url }).methods;
    expect(first && holdsKey(textOf(first), KEY_PLACEHOLDER)).toBe(true);
  });

  test('refuses a wrong endpoint', () => {
    expect(() => guide.connect({ url: 'nowhere' })).toThrow(RangeError);
    expect(() => guide.connect({ ...endpoint, key: 'a b' })).toThrow(RangeError);
    expect(() => guide.connect({ ...endpoint, name: '--help' })).toThrow(RangeError);
  });
});

test('where ChatGPT has no way left, a note says why', () => {
  const chatgpt = clients.find(({ id }) => id === 'chatgpt')?.connect(endpoint, { urlKeys: 'forbid' });
  expect(chatgpt?.methods).toEqual([]);
  expect(chatgpt?.notes.join(' ')).toContain('this organization forbids');
});

test('Claude and ChatGPT, which call from outside, are not promised a private server', () => {
  const local = { url: 'http://127.0.0.1:8787/mcp', key };
  for (const guide of clients.filter(({ id }) => id === 'chatgpt' || id === 'claude-desktop')) {
    expect(guide.connect(local).methods[0]?.warnings.join(' ')).toContain('public https URL');
    expect(guide.connect(endpoint).methods[0]?.warnings.join(' ')).not.toContain('public https URL');
  }
});
