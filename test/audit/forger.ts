import { sql } from 'kysely';
import { nextLink } from '../../src/audit/chain.ts';
import type { AuditEventRow } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

/*
 * What somebody does who can write the database, knows this program's code, and has nothing else: no secrets, no file of
 * the server's.
 */

/** Rows of the chain as they lie there. */
export function chainRows({ read }: Pick<Store, 'read'>): Promise<AuditEventRow[]> {
  return read.selectFrom('audit_events').selectAll().orderBy('seq').execute();
}

/** Lets a row wait for the server to place it. */
export async function slipIn({ write }: Store, row: Readonly<Record<string, unknown>>): Promise<void> {
  const names = Object.keys(row);
  const values = Object.values(row).map((value) => sql`${value}`);
  await sql`insert into audit_pending (${sql.join(names.map((name) => sql.ref(name)))}) values (${sql.join(values)})`.execute(
    write,
  );
}

/** Makes the chain of these rows, from the first on, and has it end there. */
export async function rechain({ write }: Store, rows: readonly AuditEventRow[]): Promise<void> {
  await write.transaction().execute(async (transaction) => {
    await sql`update audit_chain set seq = seq`.execute(transaction);
    await transaction.deleteFrom('audit_events').execute();
    let last = { seq: 0, hash: '' };
    for (const row of rows) {
      last = nextLink(last, row);
      // A seal is of no use where the hash is another.
      const seal = row.seq === last.seq && row.hash === last.hash ? row.seal : null;
      await transaction
        .insertInto('audit_events')
        .values({ ...row, ...last, seal })
        .execute();
    }
    await transaction.updateTable('audit_chain').set(last).execute();
  });
}

/** Cuts the chain off after a row. */
export async function cutAfter({ write }: Store, { seq, hash }: AuditEventRow): Promise<void> {
  await write.transaction().execute(async (transaction) => {
    await sql`update audit_chain set seq = ${seq}, hash = ${hash}`.execute(transaction);
    await transaction.deleteFrom('audit_events').where('seq', '>', seq).execute();
  });
}

/** From now on the database swallows rows of an event while they wait. */
export async function swallow({ dialect, write }: Store, event: string): Promise<void> {
  if (dialect === 'sqlite') {
    await sql
      .raw(
        `create trigger swallow after insert on audit_pending when new.event = '${event}'
          begin delete from audit_pending where id = new.id; end`,
      )
      .execute(write);
    return;
  }
  await sql
    .raw(`create function swallow() returns trigger language plpgsql as $$ begin return null; end $$`)
    .execute(write);
  await sql
    .raw(
      `create trigger swallow before insert on audit_pending for each row when (new.event = '${event}')
        execute function swallow()`,
    )
    .execute(write);
}
