import { Ajv2020 } from 'ajv/dist/2020.js';
import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { showTool } from '../../src/mcp/call/lists.ts';
import { apartTools, catalog, type ToolName, toolNamed } from '../../tools/catalog.ts';
import { callTool } from './ask.ts';
import { mcpServer } from './mcp-server.ts';

const at = mcpServer();
let ids: Ids;
beforeAll(async () => {
  ids = await findIds();
});

interface Ids {
  account: string;
  loner: string;
  creator: string;
  video: string;
  post: { platform: string; id: number };
}

const row = z.object({ id: z.string(), creator_id: z.string().nullable().optional() });
const post = z.object({ id: z.int(), platform: z.string() });

async function rowsOf<T extends z.ZodType>(name: ToolName, shape: T): Promise<z.output<T>[]> {
  const { structure } = await callTool({ at: at(), name, args: { limit: 20 } });
  return z.object({ data: z.array(shape) }).parse(structure).data;
}

async function findIds(): Promise<Ids> {
  const accounts = await rowsOf('list_accounts', row);
  const [creator] = await rowsOf('list_creators', row);
  const [video] = await rowsOf('list_videos', row);
  const [found] = await rowsOf('list_account_videos', post);
  const account = accounts.find(({ creator_id }) => creator_id !== null);
  const loner = accounts.find(({ creator_id }) => creator_id === null);
  if (!account || !loner || !creator || !video || !found) throw new Error('the sample organization lacks something');
  return { account: account.id, loner: loner.id, creator: creator.id, video: video.id, post: found };
}

/** A call of each tool that should work; the deleting ones come last in the list. */
const calls: Record<ToolName, () => Record<string, unknown>> = {
  get_api_key_info: () => ({}),
  search_tools: () => ({ query: 'followers over time' }),
  get_help: () => ({}),
  search: () => ({ query: 'a' }),
  fetch: () => ({ id: `account:${ids.account}` }),
  call_v2_endpoint: () => ({ path: '/overview' }),
  call_v2_endpoint_write: () => ({ method: 'PATCH', path: '/settings', body: { post_lookback_days: 90 } }),
  get_health: () => ({}),
  get_meta: () => ({}),
  search_workspace: () => ({ q: 'a' }),
  get_settings: () => ({}),
  update_settings: () => ({ post_lookback_days: null }),
  get_usage: () => ({}),
  list_accounts: () => ({}),
  get_account: () => ({ account_id: ids.account }),
  create_account: () => ({ platform: 'tiktok', username: '@somebody.new' }),
  update_account: () => ({ account_id: ids.account, category: 'food', metadata: { owner: 'test' } }),
  delete_account: () => ({ account_id: ids.loner }),
  list_creators: () => ({}),
  get_creator: () => ({ creator_id: ids.creator }),
  create_creator: () => ({ name: 'Somebody New' }),
  update_creator: () => ({ creator_id: ids.creator, metadata: { team: 'north' } }),
  delete_creator: () => ({ creator_id: ids.creator }),
  link_creator_account: () => ({ creator_id: ids.creator, account_id: ids.loner }),
  unlink_creator_account: () => ({ creator_id: ids.creator, account_id: ids.loner }),
  list_top_creators: () => ({ limit: 25, period: '90d' }),
  list_account_videos: () => ({ order_by: 'view_count', limit: 200 }),
  get_account_video: () => ({ platform: ids.post.platform, account_video_id: ids.post.id }),
  list_videos: () => ({}),
  get_video: () => ({ video_id: ids.video }),
  create_video: () => ({ platform: 'instagram', identifier: 'https://www.instagram.com/reel/C1a2b3c4d5E/' }),
  update_video: () => ({ video_id: ids.video, is_active: false }),
  delete_video: () => ({ video_id: ids.video }),
  get_overview: () => ({ period: '30d' }),
  get_overview_timeseries: () => ({ period: '90d' }),
  get_account_timeseries: () => ({ account_id: ids.account, period: '7d' }),
  get_account_analytics: () => ({ account_id: ids.account }),
  get_account_metrics: () => ({ account_ids: [ids.account, at().server.organizationId] }),
  get_creator_timeseries: () => ({ creator_id: ids.creator }),
  get_creator_analytics: () => ({ creator_id: ids.creator }),
  get_video_timeseries: () => ({ video_id: ids.video }),
  get_video_analytics: () => ({ video_id: ids.video }),
  get_video_deltas: () => ({ video_ids: [ids.video] }),
  get_video_metrics: () => ({ video_ids: [ids.video] }),
  get_account_video_timeseries: () => ({ platform: ids.post.platform, account_video_id: ids.post.id }),
  get_account_video_metrics: () => ({ [idsOf(ids.post.platform)]: [ids.post.id] }),
};

const idsOf = (platform: string) => (platform === 'instagram' ? 'instagram_post_ids' : 'tiktok_video_ids');

const ajv = new Ajv2020({ strict: true, allowUnionTypes: false });
const inOrder = [...catalog, ...apartTools].sort((a, b) => lateness(a.name) - lateness(b.name));

function lateness(name: string): number {
  return name.startsWith('delete_') ? 2 : Number(name.startsWith('unlink_'));
}

describe('every tool', () => {
  it.each(inOrder.map((tool) => tool.name))('%s answers as it says, in both forms', async (name) => {
    const tool = toolNamed(name);
    if (tool === undefined) throw new Error('not in the catalog');
    const { inputSchema, outputSchema } = showTool(tool);
    const args = calls[name]();
    expect(ajv.validate(inputSchema, args), JSON.stringify(ajv.errors)).toBe(true);
    const { structure, text, isError } = await callTool({ at: at(), name, args });
    expect(isError, text).toBe(false);
    expect(ajv.validate(outputSchema, structure), JSON.stringify(ajv.errors)).toBe(true);
    expect(Object.keys(structure)).not.toEqual([]);
    expect(countTokens(text)).toBeLessThan(8_000);
    expect(text).not.toMatch(/:null[,}]/);
    expect(JSON.parse(text)).toEqual(withoutNulls(structure));
    expect(at().server.log()).not.toContain('tool failed');
  });

  it.each(inOrder.map((tool) => tool.name))('%s fails in a form that its output schema takes too', async (name) => {
    const tool = toolNamed(name);
    const { structure, isError } = await callTool({ at: at(), name, args: { not_an_argument: 1 } });
    expect(isError).toBe(true);
    expect(tool && ajv.validate(showTool(tool).outputSchema, structure)).toBe(true);
  });
});

function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_name, part: unknown) => (part === null ? undefined : part));
}
