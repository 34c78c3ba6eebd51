import type { Place } from '../ingest/looked.ts';
import { allLooks } from '../ingest/looks.ts';
import { type Aliases, aliasesFor } from '../ingest/post-aliases.ts';
import { allRuns, postsByKey } from '../ingest/post-states.ts';
import { reportedDaysOf } from '../ingest/reported-days.ts';
import { postKey, type ToldIds } from '../observations/post-key.ts';
import type { Run } from '../observations/runs.ts';
import type { AccountLookRow, AccountReportedDayRow } from '../schema.ts';

/** What was known of an account before a push. */
export interface KnownBefore {
  readonly looks: readonly AccountLookRow[];
  readonly days: readonly AccountReportedDayRow[];
  readonly aliases: Aliases;
  /** The runs of a post, ascending; none where it is new. */
  runsOf(post: ToldIds): readonly Run[];
}

interface Asked {
  readonly posts: readonly ToldIds[];
  readonly wantsDays: boolean;
}

/** What is known of an account, as far as a push speaks of it. The account must be locked. */
export async function knownBefore(place: Place, { posts, wantsDays }: Asked): Promise<KnownBefore> {
  const { writer, account, origin } = place;
  const { dialect, write: db } = writer;
  const aliases = await aliasesFor(dialect, db, account, posts);
  const keyOf = (post: ToldIds) => postKey(account.platform, post, aliases).key ?? '';
  const known = posts.length === 0 ? [] : await postsByKey(place, posts.map(keyOf));
  const ids = new Map(known.map(({ external_id, id }) => [external_id, id]));
  const runs =
    ids.size === 0 ? new Map<number, Run[]>() : await allRuns(dialect, db, origin.organizationNo, [...ids.values()]);
  return {
    looks: await allLooks(db, account),
    days: wantsDays ? await reportedDaysOf(db, account) : [],
    aliases,
    runsOf: (post) => runs.get(ids.get(keyOf(post)) ?? -1) ?? [],
  };
}
