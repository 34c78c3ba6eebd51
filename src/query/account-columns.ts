import { sql } from 'kysely';
import type { Dimension } from '../contract/query/dimensions.ts';
import { followerTiers } from '../contract/query/dimensions.ts';
import { followersBit } from '../store/observations/metrics.ts';
import { bucketOf } from './buckets.ts';
import type { Speech, Sql } from './words-of-databases.ts';

/** What a row of a source says of the account that it belongs to; what a rollup does not know it is not asked. */
export interface AccountColumns {
  of(dimension: Dimension): Sql;
}

/** Of the table `accounts`, called `a`. */
export function accountsThemselves(speech: Speech): AccountColumns {
  return {
    of(dimension) {
      switch (dimension.kind) {
        case 'creator':
          return sql`a.creator_id`;
        case 'account':
          return sql`a.id`;
        case 'platform':
          return sql`a.platform`;
        case 'category':
          return sql`a.category`;
        case 'follower_tier':
          return sql`case when a.first_scrape_time is null or a.unknown_metrics >= ${sql.lit(followersBit)} then null
            else ${bucketOf(sql`a.follower_count`, followerTiers)} end`;
        case 'metadata':
          return speech.valueOf(sql`a.metadata`, dimension.key);
        default:
          throw new Error(`${dimension.name} is not about accounts`);
      }
    },
  };
}

/** Of `category_days`, called `d`. */
export const categoryColumns: AccountColumns = {
  of({ kind, name }) {
    if (kind === 'platform') return sql`d.platform`;
    if (kind === 'category') return sql`nullif(d.category, '')`;
    throw new Error(`${name} is not kept by category`);
  },
};

/** Of `creator_days`, called `d`. */
export const creatorColumns: AccountColumns = {
  of({ kind, name }) {
    if (kind === 'creator') return sql`d.creator_id`;
    throw new Error(`${name} is not kept by creator`);
  },
};
