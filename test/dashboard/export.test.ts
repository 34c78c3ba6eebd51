import { expect, it } from 'vitest';
import { dashboardRestBase, organizationHeader } from '../../src/dashboard/contract/route.ts';
import { cheapPasswords } from './cheap-passwords.ts';
import { Browser, joinAs, setUpOwner, testDashboards } from './dashboard-server.ts';

testDashboards(
  'files for whoever is signed in',
  (dashboard) => {
    async function file(browser: Browser, path: string, accept: string): Promise<{ status: number; text: string }> {
      const response = await fetch(dashboard().server.url + dashboardRestBase + path, {
        headers: {
          Accept: accept,
          Cookie: browser.cookieHeader,
          ...(browser.shows !== null && { [organizationHeader]: browser.shows }),
        },
      });
      return { status: response.status, text: await response.text() };
    }

    it('rows with the filters in use, and those of a link that an agent was given', async () => {
      const { browser: owner } = await setUpOwner(dashboard());
      const { browser: viewer } = await joinAs(dashboard(), owner, 'viewer');
      for (const name of ['Ana', 'Bo']) expect((await owner.post('/v2/creators', { name })).status).toBe(201);
      const lines = ({ text }: { text: string }) => text.trimEnd().split('\r\n').length - 1;
      expect(lines(await file(viewer, '/creators', 'text/csv'))).toBe(2);
      expect(lines(await file(viewer, '/creators?q=ana', 'text/csv'))).toBe(1);
      expect((await file(new Browser(dashboard()), '/creators', 'text/csv')).status).toBe(401);

      const made = await owner.post('/api-keys', { name: 'agent', scopes: ['read'] });
      const fullKey: unknown = made.body.data.full_key ?? made.body.data.key;
      const answer = await fetch(`${dashboard().server.url}/mcp`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${fullKey}`,
          'Content-Type': 'application/json',
          Accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: 'export_data', arguments: { list: 'list_creators' } },
        }),
      });
      const [, token = ''] = /\/v2(\/exports\/[\w.-]+)/.exec(await answer.text()) ?? [];
      expect(token).not.toBe('');
      expect(lines(await file(viewer, token, '*/*'))).toBe(2);
      expect((await file(new Browser(dashboard()), token, '*/*')).status).toBe(401);
    });
  },
  { passwords: cheapPasswords },
);
