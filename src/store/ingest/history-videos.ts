import type { VideoDayRow, VideoRow } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import { bulkInsert } from './bulk-insert.ts';
import { intoVideoDays } from './day-rows.ts';
import type { History } from './history.ts';
import { finalCounts, keptDays } from './history-chunks.ts';

/** Writes the individually tracked videos of a history, some at a time; they enter no sum. */
export async function loadVideos(
  writer: Writer,
  { organizationId, videos }: History,
  chunkDays: number,
  pause: () => Promise<void>,
): Promise<void> {
  let rows: VideoRow[] = [];
  let days: VideoDayRow[] = [];
  const flush = async () => {
    await inTransaction(writer, async (db) => {
      for (const row of rows) await db.insertInto('videos').values(row).execute();
      await bulkInsert(writer.dialect, db, intoVideoDays, days);
    });
    rows = [];
    days = [];
    await pause();
  };
  for (const { video, history } of videos) {
    rows.push({ ...video, ...finalCounts(video.platform, history), organization_id: organizationId });
    for (const day of keptDays(video.platform, history)) {
      days.push({ ...day, video_id: video.id, organization_id: organizationId });
    }
    if (days.length + rows.length >= chunkDays) await flush();
  }
  if (rows.length > 0) await flush();
}
