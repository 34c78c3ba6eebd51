import { operations } from '../contract/operations.ts';
import type { V2Api } from '../contract/port.ts';
import { withKeyNamesFor } from '../services/workspace/key-names.ts';
import { type RemoteContext, remote } from './remote.ts';

/** What is answered here, whoever has the data. */
export type OwnOperations = Pick<V2Api, 'get_health' | 'get_meta' | 'get_api_key_info'>;

/** The v2 API served by a remote one: every operation but our own goes there as the contract describes it. */
export function createUpstream(context: RemoteContext, own: OwnOperations): V2Api {
  const remoteUsage = remote(context, operations.get_usage);
  return {
    get_health: own.get_health,
    get_meta: own.get_meta,
    get_api_key_info: own.get_api_key_info,

    list_accounts: remote(context, operations.list_accounts),
    create_account: remote(context, operations.create_account),
    get_account: remote(context, operations.get_account),
    update_account: remote(context, operations.update_account),
    delete_account: remote(context, operations.delete_account),
    get_account_timeseries: remote(context, operations.get_account_timeseries),
    get_account_analytics: remote(context, operations.get_account_analytics),
    get_account_metrics: remote(context, operations.get_account_metrics),

    list_videos: remote(context, operations.list_videos),
    create_video: remote(context, operations.create_video),
    get_video: remote(context, operations.get_video),
    update_video: remote(context, operations.update_video),
    delete_video: remote(context, operations.delete_video),
    get_video_timeseries: remote(context, operations.get_video_timeseries),
    get_video_analytics: remote(context, operations.get_video_analytics),
    get_video_deltas: remote(context, operations.get_video_deltas),
    get_video_metrics: remote(context, operations.get_video_metrics),

    list_account_videos: remote(context, operations.list_account_videos),
    get_account_video: remote(context, operations.get_account_video),
    get_account_video_timeseries: remote(context, operations.get_account_video_timeseries),
    get_account_video_metrics: remote(context, operations.get_account_video_metrics),

    list_creators: remote(context, operations.list_creators),
    create_creator: remote(context, operations.create_creator),
    list_top_creators: remote(context, operations.list_top_creators),
    get_creator: remote(context, operations.get_creator),
    update_creator: remote(context, operations.update_creator),
    delete_creator: remote(context, operations.delete_creator),
    link_creator_account: remote(context, operations.link_creator_account),
    unlink_creator_account: remote(context, operations.unlink_creator_account),
    get_creator_timeseries: remote(context, operations.get_creator_timeseries),
    get_creator_analytics: remote(context, operations.get_creator_analytics),

    get_overview: remote(context, operations.get_overview),
    get_overview_timeseries: remote(context, operations.get_overview_timeseries),
    search_workspace: remote(context, operations.search_workspace),
    get_settings: remote(context, operations.get_settings),
    update_settings: remote(context, operations.update_settings),
    push_snapshots: remote(context, operations.push_snapshots),
    get_usage: async (input, call) => withKeyNamesFor(call.caller, await remoteUsage(input, call)),
  };
}
