import type { Kysely, Selectable } from 'kysely';
import type { z } from 'zod';
import { accountVideoUuid } from '../../contract/account-video-id.ts';
import type { accountVideo } from '../../contract/resources/video.ts';
import type { Schema } from '../../store/schema.ts';
import { showPost } from '../post.ts';

export type AccountVideo = z.output<typeof accountVideo>;

/** A post with what it takes from its account. */
export interface AccountVideoWithAccount extends Selectable<Schema['account_videos']> {
  readonly account_username: string;
  readonly creator_id: string | null;
}

/** Posts with their account's username and creator; narrow it by organization. */
export function selectAccountVideos(db: Kysely<Schema>) {
  return db
    .selectFrom('account_videos')
    .innerJoin('accounts', 'accounts.id', 'account_videos.account_id')
    .selectAll('account_videos')
    .select(['accounts.username as account_username', 'accounts.creator_id']);
}

/** A post of a tracked account as the contract shows it. */
export function showAccountVideo(row: AccountVideoWithAccount): AccountVideo {
  return {
    id: row.id,
    uuid: accountVideoUuid(row),
    type: 'account_video',
    ...showPost(row),
    account_id: row.account_id,
    account_username: row.account_username,
    creator_id: row.creator_id,
  };
}
