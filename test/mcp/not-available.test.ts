import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordLooks } from '../../src/store/ingest/record-looks.ts';
import { post, snapshotOf } from '../store/rows.ts';
import { callTool } from './ask.ts';
import { mcpServer } from './mcp-server.ts';

/* What no source gave is 0 in the structure, as the contract has it, and no number in the text that a model reads. */

// Without the sample's provider, which would tell more of these accounts.
const at = mcpServer({ SAMPLE_DATA: 'off' });
const withId = z.object({ data: z.object({ id: z.string() }) });
let ids: { account: string; knowing: string; creator: string };

async function made(name: string, args: Record<string, unknown>): Promise<string> {
  const { structure } = await callTool({ at: at(), key: 'write', name, args });
  return withId.parse(structure).data.id;
}

beforeAll(async () => {
  const { context, organizationId } = at().server;
  const creator = await made('create_creator', { name: 'Hidden views' });
  const account = await made('create_account', {
    platform: 'instagram',
    username: 'hidden.views',
    creator_id: creator,
  });
  const knowing = await made('create_account', { platform: 'instagram', username: 'shown.views' });
  const now = Date.now();
  for (const [accountId, hidden] of [
    [account, { view_count: null, play_count: null }],
    [knowing, {}],
  ] as const) {
    const looks = [2, 1].map((days) => {
      const { profile, posts } = snapshotOf(900, [post(`${accountId.slice(0, 8)}`, 300 / days)]);
      return { at: now - days * 86_400_000, snapshot: { profile, posts: posts.map((one) => ({ ...one, ...hidden })) } };
    });
    const origin = { source: 'api', importId: '' } as const;
    await recordLooks(context.store, { organizationId, accountId, origin, looks });
  }
  ids = { account, knowing, creator };
});

const call = async (name: string, args: Record<string, unknown>) => {
  const { structure, text, isError } = await callTool({ at: at(), key: 'read', name, args });
  expect(isError, text).toBe(false);
  return { structure, read: JSON.parse(text) };
};

const none = 'not available';

describe('what no source gave is not available', () => {
  it('on a thing and in a list, whichever columns are picked', async () => {
    const one = await call('get_account', { account_id: ids.account });
    expect(one.structure).toMatchObject({ data: { view_count: 0, unavailable_metrics: ['views', 'plays'] } });
    expect(one.read.data).toMatchObject({ view_count: none, play_count: none, like_count: 30, follower_count: 900 });
    const list = await call('list_accounts', { q: '.views', fields: ['username', 'view_count'], order_by: 'username' });
    expect(list.read.data).toMatchObject([
      { username: 'shown.views', view_count: 300 },
      { username: 'hidden.views', view_count: none },
    ]);
  });

  it.each(['get_creator_timeseries', 'get_creator_analytics'])('in windows (%s)', async (name) => {
    const { read, structure } = await call(name, { creator_id: ids.creator });
    const shown = JSON.stringify(read.data);
    expect(shown).toContain(`"views":"${none}"`);
    expect(shown).toContain(`"engagement_rate":"${none}"`);
    expect(shown).not.toMatch(/"(views|engagement_rate)":\d/);
    expect(shown).toMatch(/"likes":15/);
    expect(JSON.stringify(structure)).not.toContain(none);
    expect(read.meta.data_since).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('of one of many, and not of the others', async () => {
    const { read } = await call('get_account_metrics', { account_ids: [ids.account, ids.knowing] });
    expect(read.data[ids.account]).toMatchObject({ views: none, plays: none, likes: 15 });
    expect(read.data[ids.knowing]).toMatchObject({ views: 150, plays: 300, likes: 15 });
    const top = await call('list_top_creators', { limit: 25 });
    const place = top.read.data.find(({ id }: { id: string }) => id === ids.creator);
    expect(place).toMatchObject({ views: none, engagement_rate: none, likes: 15 });
  });
});
