import type { OpenCall, V2Api } from '../contract/port.ts';
import { visibleTexts } from '../contract/visible-text.ts';
import { storeProblem } from '../store/unavailable.ts';
import { getAccountVideo } from './account-videos/get.ts';
import { listAccountVideos } from './account-videos/read.ts';
import { deleteAccount, getAccount, updateAccount } from './accounts/change.ts';
import { createAccount } from './accounts/create.ts';
import { listAccounts } from './accounts/list.ts';
import { getAccountMetrics, getAccountVideoMetrics, getVideoDeltas, getVideoMetrics } from './analytics/batches.ts';
import {
  getAccountAnalytics,
  getAccountTimeseries,
  getAccountVideoTimeseries,
  getCreatorAnalytics,
  getCreatorTimeseries,
  getOverviewTimeseries,
  getVideoAnalytics,
  getVideoTimeseries,
} from './analytics/operations.ts';
import { createCreator, deleteCreator, getCreator, updateCreator } from './creators/change.ts';
import { linkCreatorAccount, unlinkCreatorAccount } from './creators/link.ts';
import { listCreators } from './creators/list.ts';
import { listTopCreators } from './creators/top.ts';
import { pushSnapshots } from './ingest/push.ts';
import { getApiKeyInfo, getHealth, getMeta } from './meta.ts';
import type { ServiceContext } from './service-context.ts';
import { deleteVideo, getVideo, updateVideo } from './videos/change.ts';
import { createVideo } from './videos/create.ts';
import { listVideos } from './videos/list.ts';
import { getOverview } from './workspace/overview.ts';
import { searchWorkspace } from './workspace/search.ts';
import { getSettings, updateSettings } from './workspace/settings.ts';
import { getUsage } from './workspace/usage.ts';

/** The v2 API served from our own store: which function each operation is. */
export function createServices(context: ServiceContext): V2Api {
  return {
    get_health: served(context, getHealth),
    get_meta: served(context, getMeta),
    get_api_key_info: served(context, getApiKeyInfo),

    list_accounts: served(context, listAccounts),
    create_account: served(context, createAccount),
    get_account: served(context, getAccount),
    update_account: served(context, updateAccount),
    delete_account: served(context, deleteAccount),
    get_account_timeseries: served(context, getAccountTimeseries),
    get_account_analytics: served(context, getAccountAnalytics),
    get_account_metrics: served(context, getAccountMetrics),

    list_videos: served(context, listVideos),
    create_video: served(context, createVideo),
    get_video: served(context, getVideo),
    update_video: served(context, updateVideo),
    delete_video: served(context, deleteVideo),
    get_video_timeseries: served(context, getVideoTimeseries),
    get_video_analytics: served(context, getVideoAnalytics),
    get_video_deltas: served(context, getVideoDeltas),
    get_video_metrics: served(context, getVideoMetrics),

    list_account_videos: served(context, listAccountVideos),
    get_account_video: served(context, getAccountVideo),
    get_account_video_timeseries: served(context, getAccountVideoTimeseries),
    get_account_video_metrics: served(context, getAccountVideoMetrics),

    list_creators: served(context, listCreators),
    create_creator: served(context, createCreator),
    list_top_creators: served(context, listTopCreators),
    get_creator: served(context, getCreator),
    update_creator: served(context, updateCreator),
    delete_creator: served(context, deleteCreator),
    link_creator_account: served(context, linkCreatorAccount),
    unlink_creator_account: served(context, unlinkCreatorAccount),
    get_creator_timeseries: served(context, getCreatorTimeseries),
    get_creator_analytics: served(context, getCreatorAnalytics),

    push_snapshots: served(context, pushSnapshots),

    get_overview: served(context, getOverview),
    get_overview_timeseries: served(context, getOverviewTimeseries),
    search_workspace: served(context, searchWorkspace),
    get_settings: served(context, getSettings),
    update_settings: served(context, updateSettings),
    get_usage: served(context, getUsage),
  };
}

/**
 * An operation as the port has it. A caller who is gone already is not served (its signal's reason is thrown); what
 * nobody sees is taken out of texts, and a store that fails becomes SERVICE_UNAVAILABLE, here for all of them.
 */
function served<Input, Caller extends OpenCall, Reply>(
  context: ServiceContext,
  operation: (context: ServiceContext, input: Input, call: Caller) => Promise<Reply>,
): (input: Input, call: Caller) => Promise<Reply> {
  return async (input, call) => {
    call.signal.throwIfAborted();
    try {
      return visibleTexts(await operation(context, input, call));
    } catch (error) {
      throw storeProblem(error) ?? error;
    }
  };
}
