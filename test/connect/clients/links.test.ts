import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cursor } from '../../../src/connect/clients/cursor.ts';
import { lmStudio } from '../../../src/connect/clients/lm-studio.ts';
import { vscode } from '../../../src/connect/clients/vscode.ts';
import { checkEndpoint, type Endpoint } from '../../../src/connect/endpoint.ts';
import type { Connection } from '../../../src/connect/method.ts';
import { hostileEndpoint } from '../hostile.ts';

// Links, read back in the way that each client documents.

function hrefs({ methods }: Connection): string[] {
  return methods.flatMap((method) => (method.kind === 'link' ? [method.href] : []));
}

function expectedEntry(endpoint: Endpoint): object {
  const { url, key } = checkEndpoint(endpoint);
  return { url, headers: { Authorization: `Bearer ${key}` } };
}

function named(href: string): { name: string | null; config: unknown } {
  const parameters = new URL(href).searchParams;
  const config = Buffer.from(parameters.get('config') ?? '', 'base64').toString('utf8');
  return { name: parameters.get('name'), config: JSON.parse(config) };
}

test('VS Code and Insiders: URI-encoded JSON behind the question mark', () => {
  fc.assert(
    fc.property(hostileEndpoint, (endpoint) => {
      const links = hrefs(vscode(endpoint));
      expect(links.map((href) => href.slice(0, href.indexOf('?')))).toEqual([
        'vscode:mcp/install',
        'vscode-insiders:mcp/install',
      ]);
      for (const href of links) {
        const parsed: unknown = JSON.parse(decodeURIComponent(href.slice(href.indexOf('?') + 1)));
        expect(parsed).toEqual({ name: endpoint.name, type: 'http', ...expectedEntry(endpoint) });
      }
    }),
  );
});

test('Cursor: a name, and base64 of the configuration', () => {
  fc.assert(
    fc.property(hostileEndpoint, (endpoint) => {
      const [href = ''] = hrefs(cursor(endpoint));
      expect(href).toMatch(/^cursor:\/\/anysphere\.cursor-deeplink\/mcp\/install\?/);
      expect(named(href)).toEqual({ name: endpoint.name, config: expectedEntry(endpoint) });
    }),
  );
});

test('LM Studio: a name, and base64 of the configuration', () => {
  fc.assert(
    fc.property(hostileEndpoint, (endpoint) => {
      const [href = ''] = hrefs(lmStudio(endpoint));
      expect(href).toMatch(/^lmstudio:\/\/add_mcp\?/);
      expect(named(href)).toEqual({ name: endpoint.name, config: expectedEntry(endpoint) });
    }),
  );
});
