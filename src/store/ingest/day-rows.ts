import { gainColumns } from '../observations/counts.ts';
import type { BulkInsert } from './bulk-insert.ts';
import { adding } from './rollups.ts';

/** Several snapshots on a day add up. */
export const intoAccountVideoDays: BulkInsert<'account_video_days'> = {
  table: 'account_video_days',
  columns: ['platform', 'video_id', 'organization_id', 'day', ...gainColumns],
  onConflict: adding('account_video_days', 'platform, video_id, day', gainColumns),
};
