import { runsBefore } from '../observations/before.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import type { History, VideoHistory } from './history.ts';
import { finalCounts, keptDays } from './history-chunks.ts';
import { nextPostIds } from './ids.ts';
import { originNumber } from './origins.ts';
import { writeRuns } from './write-posts.ts';

/** Writes the individually tracked videos of a history, some at a time; they enter no sum. */
export async function loadVideos(
  writer: Writer,
  { organizationId, videos }: History,
  chunkDays: number,
  pause: () => Promise<void>,
): Promise<void> {
  let some: VideoHistory[] = [];
  let rows = 0;
  const flush = async () => {
    await writeSome(writer, organizationId, some);
    some = [];
    rows = 0;
    await pause();
  };
  for (const video of videos) {
    some.push(video);
    rows += video.history.days.length + 1;
    if (rows >= chunkDays) await flush();
  }
  if (some.length > 0) await flush();
}

async function writeSome(writer: Writer, organizationId: string, videos: readonly VideoHistory[]): Promise<void> {
  await inTransaction(writer, async (db) => {
    const origin = { source: 'before', importId: '' } as const;
    const { organizationNo, number: from } = await originNumber(writer.dialect, db, organizationId, origin);
    const numbers = await nextPostIds(db, videos.length);
    for (const [index, { video, history }] of videos.entries()) {
      const counts = finalCounts(video.platform, history);
      const isSeen = video.first_scrape_time !== null;
      const number = isSeen ? numbers + index : null;
      await db
        .insertInto('videos')
        .values({ ...video, ...counts, number, organization_id: organizationId })
        .execute();
      if (number === null) continue;
      const after = runsBefore(from, {
        ...spanOf(video),
        platform: video.platform,
        counts,
        days: keptDays(video.platform, history),
      });
      await writeRuns(writer.dialect, db, organizationNo, [{ id: number, stored: [], change: { after } }]);
    }
  });
}

function spanOf({ first_scrape_time, last_scrape_time, added_at }: VideoHistory['video']) {
  const firstSeen = Date.parse(first_scrape_time ?? added_at);
  const lastSeen = Math.max(firstSeen, Date.parse(last_scrape_time ?? added_at));
  return { madeAt: firstSeen, firstSeen, lastSeen };
}
