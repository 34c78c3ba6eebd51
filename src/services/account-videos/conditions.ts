import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { Input } from '../../contract/port.ts';
import { checked, checkedOwner } from '../../store/owner.ts';
import type { Platform, Schema } from '../../store/schema.ts';
import type { TextMatch } from '../../store/search.ts';
import { slot } from '../../store/statement-cache.ts';
import { organizationSlot } from '../page.ts';

export type PostQuery = Input<'list_account_videos'>['query'];

/**
 * The posts that a list wants. With a creator only its accounts' posts are looked at. The organization then bounds the
 * accounts alone: were it said of the posts too, SQLite would walk all of them in order rather than those of a few accounts.
 */
export function wantedPosts(query: PostQuery, text: TextMatch | null): Expression<SqlBool> {
  const { platform, account_id, creator_id } = query;
  const is = expressionBuilder<Schema, 'account_videos'>();
  const isFoundOtherwise = account_id !== undefined || text?.kind === 'few';
  return is.and([
    creator_id !== undefined
      ? is('account_videos.account_id', 'in', accountsOf(platform))
      : isFoundOtherwise
        ? checkedOwner('account_videos.organization_id', organizationSlot)
        : is('account_videos.organization_id', '=', organizationSlot),
    // A creator's accounts are narrowed instead. As a check: the one index with a platform has those of everybody.
    ...(platform === undefined || creator_id !== undefined
      ? []
      : [checked('account_videos.platform', slot<Platform>('platform'))]),
    ...(account_id === undefined ? [] : [is('account_videos.account_id', '=', slot<string>('account_id'))]),
    ...(text === null ? [] : [text.condition]),
  ]);
}

function accountsOf(platform: PostQuery['platform']) {
  const linked = expressionBuilder<Schema>()
    .selectFrom('accounts as linked')
    .select('linked.id')
    .where('linked.organization_id', '=', organizationSlot)
    .where('linked.creator_id', '=', slot<string>('creator_id'));
  return platform === undefined ? linked : linked.where('linked.platform', '=', slot<Platform>('platform'));
}
