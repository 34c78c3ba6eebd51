import Database from 'better-sqlite3';
import { z } from 'zod';

/** What there is to ask for in a database: enough different things that no answer is there from before. */
export interface Things {
  organizationId: string;
  accounts: readonly string[];
  creators: readonly string[];
  videos: readonly string[];
  posts: readonly { platform: 'instagram' | 'tiktok'; id: number }[];
  /** How many posts there are in all. */
  postCount: number;
}

const most = 2_000;

const texts = z.array(z.object({ id: z.string() }));
const posts = z.array(z.object({ platform: z.enum(['instagram', 'tiktok']), id: z.number() }));

export function readThings(databaseFile: string): Things {
  const database = new Database(databaseFile, { readonly: true });
  try {
    const some = (table: string) =>
      texts.parse(database.prepare(`select id from ${table} order by substr(id, 3) limit ${most}`).all());
    const { count } = z
      .object({ count: z.number() })
      .parse(database.prepare('select max(text_row) as count from account_videos').get());
    const step = Math.max(1, Math.floor(count / most));
    const chosen = database.prepare(`select platform, id from account_videos where text_row % ${step} = 0`).all();
    const [organization] = texts.parse(database.prepare('select id from organizations').all());
    return {
      organizationId: organization?.id ?? '',
      accounts: some('accounts').map(({ id }) => id),
      creators: some('creators').map(({ id }) => id),
      videos: some('videos').map(({ id }) => id),
      posts: posts.parse(chosen),
      postCount: count,
    };
  } finally {
    database.close();
  }
}
