import Database from 'better-sqlite3';
import { z } from 'zod';

/** What right answers hold, told by other statements than the program's own. */
export interface Truth {
  organizationId: string;
  /** Views gained in the last 30 complete days: the sum over every account, which that operation does not read. */
  viewsOf30Days: number;
  /** The first 50. */
  newestAccounts: readonly string[];
}

const ids = z.array(z.object({ id: z.string() }));
const sum = z.object({ views: z.number() });

export function readTruth(databaseFile: string): Truth {
  const database = new Database(databaseFile, { readonly: true });
  try {
    const [organization] = ids.parse(database.prepare('select id from organizations').all());
    const { views } = sum.parse(
      database
        .prepare(
          "select sum(views) as views from account_days where day >= date('now', '-30 days') and day < date('now')",
        )
        .get(),
    );
    const newest = database.prepare('select id from accounts order by added_at desc, id desc limit 50').all();
    return {
      organizationId: organization?.id ?? '',
      viewsOf30Days: views,
      newestAccounts: ids.parse(newest).map(({ id }) => id),
    };
  } finally {
    database.close();
  }
}
