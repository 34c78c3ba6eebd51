import type { IdempotencyAnswerRow } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

/** Whose answer it is: an organization, an endpoint, and a key of the client's that is kept only as its hash. */
export type AnswerKey = Pick<IdempotencyAnswerRow, 'organization_id' | 'operation' | 'key_hash'>;

/** A running request's hold on a key; `created_at` tells it from whoever takes over after it. */
export interface Claim extends AnswerKey {
  readonly created_at: string;
  readonly body_hash: string;
  /** The id of what the request makes: the same for whoever takes over. */
  readonly resource_id: string;
}

export type KeptAnswer = Pick<IdempotencyAnswerRow, 'status' | 'location' | 'body'>;

const unanswered = { state: 'running', status: null, location: null, body: null } as const;
/** A delete of this many rows stays within 10 ms. */
const sweptAtOnce = 500;

/** Takes a key that nobody holds. False when somebody does. */
export async function insertClaim({ write }: Store, claim: Claim): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await write
    .insertInto('idempotency_answers')
    .values({ ...claim, ...unanswered })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findAnswer({ write }: Store, key: AnswerKey): Promise<IdempotencyAnswerRow | undefined> {
  return write
    .selectFrom('idempotency_answers')
    .selectAll()
    .where('organization_id', '=', key.organization_id)
    .where('operation', '=', key.operation)
    .where('key_hash', '=', key.key_hash)
    .executeTakeFirst();
}

/** Puts a claim in place of a row that stands for nothing any more. False when another request was faster. */
export async function replaceWithClaim({ write }: Store, dead: IdempotencyAnswerRow, claim: Claim): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable('idempotency_answers')
    .set({
      ...unanswered,
      body_hash: claim.body_hash,
      created_at: claim.created_at,
      resource_id: claim.resource_id,
    })
    .where('organization_id', '=', claim.organization_id)
    .where('operation', '=', claim.operation)
    .where('key_hash', '=', claim.key_hash)
    .where('created_at', '=', dead.created_at)
    .where('state', '=', dead.state)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Keeps the answer for every retry. */
export async function keepAnswer({ write }: Store, claim: Claim, answer: KeptAnswer): Promise<void> {
  await write
    .updateTable('idempotency_answers')
    .set({ ...answer, state: 'done' })
    .where('organization_id', '=', claim.organization_id)
    .where('operation', '=', claim.operation)
    .where('key_hash', '=', claim.key_hash)
    .where('created_at', '=', claim.created_at)
    .where('state', '=', 'running')
    .execute();
}

/**
 * Leaves a key whose request failed and may have happened all the same, to the next retry, which takes over from now on.
 * @param diedAt an instant (ISO 8601) from which on a request counts as dead by now
 */
export async function abandonClaim({ write }: Store, claim: Claim, diedAt: string): Promise<void> {
  await write
    .updateTable('idempotency_answers')
    .set({ created_at: diedAt })
    .where('organization_id', '=', claim.organization_id)
    .where('operation', '=', claim.operation)
    .where('key_hash', '=', claim.key_hash)
    .where('created_at', '=', claim.created_at)
    .where('state', '=', 'running')
    .execute();
}

/** Lets go of a key whose request came to nothing, so that a retry runs. */
export async function releaseClaim({ write }: Store, claim: Claim): Promise<void> {
  await write
    .deleteFrom('idempotency_answers')
    .where('organization_id', '=', claim.organization_id)
    .where('operation', '=', claim.operation)
    .where('key_hash', '=', claim.key_hash)
    .where('created_at', '=', claim.created_at)
    .where('state', '=', 'running')
    .execute();
}

/** Deletes answers from before `before` (ISO 8601), of all organizations: they are kept for nobody any more. */
export async function sweepAnswers({ read, write }: Store, before: string): Promise<void> {
  for (;;) {
    const oldest = await read
      .selectFrom('idempotency_answers')
      .select('created_at')
      .where('created_at', '<', before)
      .orderBy('created_at')
      .limit(sweptAtOnce)
      .execute();
    const last = oldest.at(-1);
    if (last === undefined) return;
    await write.deleteFrom('idempotency_answers').where('created_at', '<=', last.created_at).execute();
  }
}
