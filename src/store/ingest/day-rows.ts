import { gainColumns } from '../observations/counts.ts';
import type { BulkInsert } from './bulk-insert.ts';
import { adding } from './rollups.ts';

/** Several snapshots on a day add up. */
export const intoVideoDays: BulkInsert<'video_days'> = {
  table: 'video_days',
  columns: ['video_id', 'organization_id', 'day', ...gainColumns],
  onConflict: adding('video_days', 'video_id, day', gainColumns),
};
