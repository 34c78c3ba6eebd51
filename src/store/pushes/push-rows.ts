import { type Kysely, sql } from 'kysely';
import type { PushRow, Schema } from '../schema.ts';

/* What keys pushed. Accounts of a push have no organization of their own: every question of them asks for their push's. */

/** A push of an organization, as its row has it. */
export type PushOf = Pick<PushRow, 'organization_id' | 'id'>;

interface Begun {
  readonly id: string;
  readonly organizationId: string;
  readonly keyId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The push that a key's observations of this hour belong to; `id` is what it gets where it is the first. */
export async function openPush(db: Kysely<Schema>, { id, organizationId, keyId, at }: Begun): Promise<string> {
  const hour = `${at.slice(0, 13)}:00:00.000Z`;
  const opened = await db
    .insertInto('pushes')
    .values({
      id,
      organization_id: organizationId,
      key_id: keyId,
      hour,
      state: 'open',
      first_at: at,
      last_at: at,
      observations: 0,
      leaps: 0,
      taken_back_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'key_id', 'hour'])
        // As it stands in the index: SQLite does not find that behind a parameter.
        .where(sql<boolean>`state = 'open'`)
        .doUpdateSet({ last_at: sql<string>`case when pushes.last_at < ${at} then ${at} else pushes.last_at end` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return opened.id;
}

/** Whether a push still takes observations; it is held until the transaction ends, so that nobody takes it back meanwhile. */
export async function holdOpenPush(db: Kysely<Schema>, { organization_id, id }: PushOf): Promise<boolean> {
  const held = await db
    .updateTable('pushes')
    .set({ state: 'open' })
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return held.numUpdatedRows === 1n;
}

/** Says that a push has told of an account. */
export async function rememberPushed(
  db: Kysely<Schema>,
  { pushId, accountId, isNew }: { pushId: string; accountId: string; isNew: boolean },
): Promise<void> {
  await db
    .insertInto('push_accounts')
    .values({ push_id: pushId, account_id: accountId, is_new: isNew ? 1 : 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function countPushed(
  db: Kysely<Schema>,
  { organization_id, id }: PushOf,
  added: { observations: number; leaps: number },
): Promise<void> {
  await db
    .updateTable('pushes')
    .set((eb) => ({
      observations: eb('observations', '+', added.observations),
      leaps: eb('leaps', '+', added.leaps),
    }))
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .execute();
}

/** What a key pushed in hours that lie within two instants (ISO 8601); of all keys where none is named. */
export function pushesBetween(
  db: Kysely<Schema>,
  { organizationId, keyId, from, to }: { organizationId: string; keyId: string | null; from: string; to: string },
): Promise<PushRow[]> {
  return db
    .selectFrom('pushes')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('first_at', '<=', to)
    .where('last_at', '>=', from)
    .$if(keyId !== null, (query) => query.where('key_id', '=', keyId))
    .orderBy('first_at')
    .execute();
}

export function findPush(db: Kysely<Schema>, { organization_id, id }: PushOf): Promise<PushRow | undefined> {
  return db
    .selectFrom('pushes')
    .selectAll()
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The accounts that a push told of. */
export async function pushedAccounts(db: Kysely<Schema>, push: PushOf): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('push_accounts')
    .select('account_id')
    .where('push_id', 'in', (eb) =>
      eb
        .selectFrom('pushes')
        .select('id')
        .where('organization_id', '=', push.organization_id)
        .where('id', '=', push.id),
    )
    .orderBy('account_id')
    .execute();
  return rows.map(({ account_id }) => account_id);
}

/** Moves a push on; it takes no observations from then on. */
export async function changePush(
  db: Kysely<Schema>,
  { organization_id, id }: PushOf,
  values: Pick<PushRow, 'state' | 'taken_back_at'>,
): Promise<void> {
  await db
    .updateTable('pushes')
    .set(values)
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .execute();
}

export interface PushListed extends PushRow {
  readonly key_name: string | null;
  readonly accounts: number;
}

/** The pushes of an organization, newest first. */
export function listPushes(db: Kysely<Schema>, organizationId: string, limit: number): Promise<PushListed[]> {
  return db
    .selectFrom('pushes')
    .leftJoin('api_keys', (join) =>
      join.onRef('api_keys.id', '=', 'pushes.key_id').on('api_keys.organization_id', '=', organizationId),
    )
    .selectAll('pushes')
    .select([
      'api_keys.name as key_name',
      (eb) =>
        eb
          .selectFrom('push_accounts')
          .whereRef('push_accounts.push_id', '=', 'pushes.id')
          .select(({ fn }) => fn.countAll<number>().as('accounts'))
          .$asScalar()
          .$notNull()
          .as('accounts'),
    ])
    .where('pushes.organization_id', '=', organizationId)
    .orderBy('pushes.hour', 'desc')
    .orderBy('pushes.id')
    .limit(limit)
    .execute();
}
