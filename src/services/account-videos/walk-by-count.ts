import { sql } from 'kysely';
import { folded } from '../../store/fold.ts';
import { HeldTooLong, isHeldTooLong } from '../../store/held.ts';
import { sortKey } from '../../store/order.ts';
import { checkedOwner } from '../../store/owner.ts';
import { type Count, isCount, postsByCount } from '../../store/posts-by-count/posts-by-count.ts';
import { inText, type TextMatch } from '../../store/search.ts';
import { isBusy } from '../../store/statement.ts';
import { slot, statementCache } from '../../store/statement-cache.ts';
import type { PrepareRead, Store } from '../../store/store.ts';
import type { Position } from '../cursor.ts';
import { organizationSlot, type SortedRow, seeking } from '../page.ts';
import type { Sort } from '../sort.ts';
import type { PostQuery } from './conditions.ts';
import { type AccountVideoWithAccount, selectAccountVideos } from './resource.ts';

type Row = AccountVideoWithAccount & SortedRow;

/** A page that is to be walked: of an organization's posts, by a count, on SQLite. */
interface Walk {
  store: Store & { prepareRead: PrepareRead };
  organizationId: string;
  platform: PostQuery['platform'];
  sort: Sort<Count>;
  /** What the posts' texts must contain: null for any text. */
  text: { kind: 'listed'; rows: ReadonlySet<number> } | { kind: 'common'; q: string } | null;
}

/**
 * SQLite has no order of an organization's posts by counts: a page is walked in the orders of its partitions.
 * @returns undefined where the statement of the list is the way: it has another order, or the posts are few
 */
export function walkByCount(
  store: Store,
  organizationId: string,
  { platform, account_id, creator_id, q }: PostQuery,
  { key, direction }: Sort<string>,
  text: TextMatch | null,
): ((after: Position | null, most: number) => Promise<readonly Row[] | null>) | undefined {
  const { prepareRead } = store;
  if (prepareRead === null || !isCount(key) || account_id !== undefined || creator_id !== undefined) {
    return undefined;
  }
  if (text?.kind === 'few' || text?.kind === 'none') return undefined;
  return async (after, most) => {
    try {
      const wanted = textOf(prepareRead, text, q);
      return pageOf(
        { store: { ...store, prepareRead }, organizationId, platform, sort: { key, direction }, text: wanted },
        after,
        most,
      );
    } catch (error) {
      // Another program holds the file for a moment, or wanted posts are not met soon: the statement's way waits, and sorts
      // all posts.
      if (isBusy(error) || error instanceof HeldTooLong) return null;
      throw error;
    }
  };
}

function textOf(prepareRead: PrepareRead, text: TextMatch | null, q: string | undefined): Walk['text'] {
  if (text?.kind === 'listed') return { kind: 'listed', rows: text.numbers(prepareRead) };
  return text?.kind === 'common' && q !== undefined ? { kind: 'common', q: folded(q) } : null;
}

/** So many rows are looked at in one statement. */
const mostInTurn = 4_096;
/** Fetching a post takes as long as walking past so many. */
const walkedInAFetch = 4;

/**
 * The first posts of a walk that are wanted, all at once: nothing of this process is written between, and no other
 * changes counts. Where all are wanted that takes one statement; else each looks at four times as many as the last. Null
 * where listed posts are not met soon: fetching all of them is quicker then.
 */
function pageOf(walk: Walk, after: Position | null, most: number): readonly Row[] | null {
  const { store, organizationId, platform, sort, text } = walk;
  const listed = text?.kind === 'listed' ? text.rows : null;
  const mostWalked = listed === null ? Number.POSITIVE_INFINITY : walkedInAFetch * listed.size;
  const posts = postsByCount(store.prepareRead, {
    organizationId,
    platform,
    count: sort.key,
    direction: sort.direction,
    after,
  });
  const found: Row[] = [];
  let turn: number[] = [];
  let size = most;
  let walked = 0;
  for (const row of posts) {
    walked += 1;
    if (walked > mostWalked || (listed !== null && isHeldTooLong())) return null;
    if (listed?.has(row) === false) continue;
    turn.push(row);
    if (turn.length < size) continue;
    found.push(...wantedAmong(walk, turn, most));
    turn = [];
    if (found.length >= most) break;
    size = Math.min(4 * size, mostInTurn);
  }
  if (turn.length > 0) found.push(...wantedAmong(walk, turn, most));
  return found.slice(0, most);
}

const kept = statementCache<Row>();

/** Those of a walk's rows that are wanted. They are the organization's and the platform's already; whose they are is checked again. */
function wantedAmong({ store, organizationId, sort, text }: Walk, rows: readonly number[], most: number) {
  const shape = [sort.key, sort.direction, text?.kind].join();
  const values = { organization_id: organizationId, rows: JSON.stringify(rows), most };
  if (text?.kind !== 'common') return kept.askNow(store, shape, () => among(store, sort), values);
  const withText = () => among(store, sort).where(inText('account_videos', slot<string>('text')));
  return kept.askNow(store, shape, withText, { ...values, text: text.q });
}

function among({ read }: Store, { key, direction }: Sort<Count>) {
  const posts = selectAccountVideos(read)
    .where(checkedOwner('account_videos.organization_id', organizationSlot))
    .where(sql<boolean>`account_videos.text_row in (select value from json_each(${slot('rows')}))`);
  return seeking(posts, { begin: 'first', direction }, sortKey('account_videos', key), 'account_videos.id');
}
