import { expect, it } from 'vitest';
import { visibleText } from '../../src/contract/visible-text.ts';
import { injections } from '../attacks/injections.ts';
import { unseenIn } from '../attacks/unseen.ts';
import { testGateway } from './gateway.ts';
import { answer, emptyPage } from './hostile.ts';

const at = testGateway();

const creator = {
  id: '3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71',
  type: 'creator',
  is_active: true,
  created_at: '2026-01-01T00:00:00.000Z',
  accounts_summary: { total: 0, platforms: { instagram: 0, tiktok: 0 }, total_followers: 0 },
};

it('a remote API’s texts and errors hide nothing either', async () => {
  const rows = injections.map(({ text }) => ({ ...creator, name: text, metadata: { [text]: text } }));
  at().upstream.behave = (_, response) => answer(response, 200, { ...emptyPage, data: rows });
  const listed = await at().server.call('GET', '/v2/creators', { key: at().key });
  expect(listed.body.data.map(({ name }: { name: string }) => name)).toEqual(
    injections.map(({ text }) => visibleText(text)),
  );
  expect(unseenIn(listed.text)).toBeNull();

  at().upstream.behave = (_, response) =>
    answer(response, 409, { code: 'CONFLICT', detail: injections.map(({ text }) => text).join(' ') });
  const refused = await at().server.call('POST', '/v2/creators', { key: at().key, body: { name: 'Ana' } });
  expect(refused.status).toBe(409);
  expect(unseenIn(refused.body.detail)).toBeNull();
});
