import type { Writer } from '../transaction.ts';
import { recordVideoLooks, type VideoRecorded } from './record-video.ts';
import type { VideoObservation } from './snapshot.ts';

export interface VideoSighting {
  organizationId: string;
  videoId: string;
  /** When it was seen, ms since the epoch; its UTC day gets the gains. */
  at: number;
  snapshot: VideoObservation;
  /** When the video is due next, ISO 8601; absent: left as it is. */
  nextRefreshAt?: string | null;
}

/** Records what the refresh loop saw of an individually tracked video (see `recordVideoLooks`). */
export function recordVideoSnapshot(writer: Writer, { at, snapshot, ...rest }: VideoSighting): Promise<VideoRecorded> {
  return recordVideoLooks(writer, { ...rest, origin: { source: 'api', importId: '' }, looks: [{ at, snapshot }] });
}
