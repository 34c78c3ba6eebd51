import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Store } from '../../src/store/store.ts';

/** What the levels of posts take, indexes and what posts counted at some ages included. */
interface Room {
  levels: number;
  bytes: number;
  bytesPerLevel: number;
}

const found = z.object({ levels: z.coerce.number(), bytes: z.coerce.number() });

export function roomOf(databaseFile: string): Room {
  const database = new Database(databaseFile, { readonly: true });
  try {
    const text = `select (select count(*) from post_levels) as levels,
      (select sum(pgsize) from dbstat where name in ('post_levels', 'post_ages') and aggregate = true) as bytes`;
    return perLevel(found.parse(database.prepare(text).get()));
  } finally {
    database.close();
  }
}

export async function roomOnPostgres({ read }: Store): Promise<Room> {
  const { rows } = await sql`select (select count(*) from post_levels) as levels,
    pg_total_relation_size('post_levels') + pg_total_relation_size('post_ages') as bytes`.execute(read);
  return perLevel(found.parse(rows[0]));
}

function perLevel({ levels, bytes }: z.infer<typeof found>): Room {
  return { levels, bytes, bytesPerLevel: Math.round((bytes / levels) * 10) / 10 };
}
