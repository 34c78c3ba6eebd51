import { z } from 'zod';
import type { ToolName } from '../../tools/catalog.ts';
import { callTool } from './ask.ts';
import type { McpServer } from './mcp-server.ts';

/** Things of the sample organization that calls can name. */
export interface Ids {
  account: string;
  loner: string;
  creator: string;
  video: string;
  post: { platform: string; id: number };
  /** A UUID that names none of them. */
  elsewhere: string;
}

const row = z.object({ id: z.string(), creator_id: z.string().nullable().optional() });
const post = z.object({ id: z.int(), platform: z.string() });

async function rowsOf<T extends z.ZodType>(at: McpServer, name: ToolName, shape: T): Promise<z.output<T>[]> {
  const { structure } = await callTool({ at, name, args: { limit: 20 } });
  return z.object({ data: z.array(shape) }).parse(structure).data;
}

export async function findIds(at: McpServer): Promise<Ids> {
  const accounts = await rowsOf(at, 'list_accounts', row);
  const [creator] = await rowsOf(at, 'list_creators', row);
  const [video] = await rowsOf(at, 'list_videos', row);
  const [found] = await rowsOf(at, 'list_account_videos', post);
  const account = accounts.find(({ creator_id }) => creator_id !== null);
  const loner = accounts.find(({ creator_id }) => creator_id === null);
  if (!account || !loner || !creator || !video || !found) throw new Error('the sample organization lacks something');
  return {
    account: account.id,
    loner: loner.id,
    creator: creator.id,
    video: video.id,
    post: found,
    elsewhere: at.server.organizationId,
  };
}

/** A call of each tool that should work. */
export const calls: Readonly<Record<ToolName, (ids: Ids) => Record<string, unknown>>> = {
  get_api_key_info: () => ({}),
  search_tools: () => ({ query: 'followers over time' }),
  get_help: () => ({}),
  search: () => ({ query: 'a' }),
  fetch: (ids) => ({ id: `account:${ids.account}` }),
  call_v2_endpoint: () => ({ path: '/overview' }),
  call_v2_endpoint_write: () => ({ method: 'PATCH', path: '/settings', body: { post_lookback_days: 90 } }),
  export_data: () => ({ list: 'list_accounts', arguments: { platform: 'tiktok' } }),
  get_health: () => ({}),
  get_meta: () => ({}),
  search_workspace: () => ({ q: 'a' }),
  push_snapshots: () => ({ observations: [{ type: 'profile' }] }),
  get_settings: () => ({}),
  update_settings: () => ({ post_lookback_days: null }),
  get_usage: () => ({}),
  list_accounts: () => ({}),
  get_account: (ids) => ({ account_id: ids.account }),
  create_account: () => ({ platform: 'tiktok', username: '@somebody.new' }),
  update_account: (ids) => ({ account_id: ids.account, category: 'food', metadata: { owner: 'test' } }),
  delete_account: (ids) => ({ account_id: ids.loner }),
  list_creators: () => ({}),
  get_creator: (ids) => ({ creator_id: ids.creator }),
  create_creator: () => ({ name: 'Somebody New' }),
  update_creator: (ids) => ({ creator_id: ids.creator, metadata: { team: 'north' } }),
  delete_creator: (ids) => ({ creator_id: ids.creator }),
  link_creator_account: (ids) => ({ creator_id: ids.creator, account_id: ids.loner }),
  unlink_creator_account: (ids) => ({ creator_id: ids.creator, account_id: ids.loner }),
  list_top_creators: () => ({ limit: 25, period: '90d' }),
  list_account_videos: () => ({ order_by: 'view_count', limit: 200 }),
  get_account_video: (ids) => ({ platform: ids.post.platform, account_video_id: ids.post.id }),
  list_videos: () => ({}),
  get_video: (ids) => ({ video_id: ids.video }),
  create_video: () => ({ platform: 'instagram', identifier: 'https://www.instagram.com/reel/C1a2b3c4d5E/' }),
  update_video: (ids) => ({ video_id: ids.video, is_active: false }),
  delete_video: (ids) => ({ video_id: ids.video }),
  get_overview: () => ({ period: '30d' }),
  get_overview_timeseries: () => ({ period: '90d' }),
  get_account_timeseries: (ids) => ({ account_id: ids.account, period: '7d' }),
  get_account_analytics: (ids) => ({ account_id: ids.account }),
  get_account_metrics: (ids) => ({ account_ids: [ids.account, ids.elsewhere] }),
  get_creator_timeseries: (ids) => ({ creator_id: ids.creator }),
  get_creator_analytics: (ids) => ({ creator_id: ids.creator }),
  get_video_timeseries: (ids) => ({ video_id: ids.video }),
  get_video_analytics: (ids) => ({ video_id: ids.video }),
  get_video_deltas: (ids) => ({ video_ids: [ids.video] }),
  get_video_metrics: (ids) => ({ video_ids: [ids.video] }),
  get_account_video_timeseries: (ids) => ({ platform: ids.post.platform, account_video_id: ids.post.id }),
  get_account_video_metrics: (ids) => ({ [idsOf(ids.post.platform)]: [ids.post.id] }),
};

const idsOf = (platform: string) => (platform === 'instagram' ? 'instagram_post_ids' : 'tiktok_video_ids');
