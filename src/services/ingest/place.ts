import type { Kysely } from 'kysely';
import { makeAccount } from '../../store/make-account.ts';
import type { Schema } from '../../store/schema.ts';
import { inTransaction } from '../../store/transaction.ts';
import { findAccount, lockNames } from '../../store/usernames.ts';
import { instantOf } from '../due.ts';
import type { ServiceContext } from '../service-context.ts';
import type { ReadItem } from './read-item.ts';

/** The account that some items speak of, or why they are not taken. */
export type Placed =
  | { readonly kind: 'placed'; readonly accountId: string; readonly isNew: boolean }
  | { readonly kind: 'refused'; readonly reason: string };

export type Named = Pick<ReadItem, 'platform' | 'username' | 'platformAccountId'>;

/** Accounts in a transaction. */
const together = 100;

/** Finds the accounts of a push, or makes them where that is wanted. */
export async function placeAccounts(
  context: ServiceContext,
  { organizationId, createMissing }: { organizationId: string; createMissing: boolean },
  named: readonly Named[],
): Promise<Placed[]> {
  const { store } = context;
  const placed: Placed[] = [];
  for (let from = 0; from < named.length; from += together) {
    await inTransaction(store, async (write) => {
      if (createMissing) await lockNames(store.dialect, write, organizationId);
      for (const one of named.slice(from, from + together)) {
        placed.push(await place(context, write, { organizationId, createMissing, named: one }));
      }
    });
  }
  return placed;
}

async function place(
  context: ServiceContext,
  write: Kysely<Schema>,
  { organizationId, createMissing, named }: { organizationId: string; createMissing: boolean; named: Named },
): Promise<Placed> {
  const found = await findAccount(write, { organizationId, ...named });
  if (found !== null) return { kind: 'placed', accountId: found, isNew: false };
  if (!createMissing) return { kind: 'refused', reason: missing };
  const id = context.randomUuid();
  const made = await makeAccount(write, { id, organizationId, ...named, addedAt: instantOf(context) });
  return made.kind === 'refused' ? made : { kind: 'placed', accountId: id, isNew: true };
}

const missing = 'No such account is tracked: send create_missing: true, or track it first.';
