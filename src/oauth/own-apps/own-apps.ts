import { writeChange } from '../../audit/write-change.ts';
import { notFound, Problem } from '../../contract/problem.ts';
import { endGrants } from '../../keys/grants/end-grants.ts';
import type { KeyContext } from '../../keys/lifecycle/key-context.ts';
import { inTransaction } from '../../store/transaction.ts';
import { shownRedirects } from '../clients/client-rows.ts';
import { newSecret, type OwnApp, type OwnAppReference } from './own-app.ts';

/** The apps that owners of an organization made, newest first. */
export async function listOwnApps({ store }: Pick<KeyContext, 'store'>, organizationId: string): Promise<OwnApp[]> {
  const rows = await store.read
    .selectFrom('connect_clients')
    .select(['client_id', 'name', 'redirect_uris', 'secret_hash', 'created_at'])
    .where('organization_id', '=', organizationId)
    .orderBy('created_at', 'desc')
    .orderBy('client_id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.client_id,
    name: row.name ?? '',
    redirectUris: shownRedirects(row.redirect_uris),
    hasSecret: row.secret_hash !== null,
    createdAt: new Date(row.created_at).toISOString(),
  }));
}

/**
 * Gives an app another secret: the one before counts no more from then on.
 * @returns the secret, which is in no other answer
 * @throws NOT_FOUND; CONFLICT for an app that was made without one
 */
export async function renewSecret(
  context: KeyContext,
  { organizationId, id, by }: OwnAppReference,
): Promise<{ clientSecret: string }> {
  const { text, hash } = newSecret(context);
  await inTransaction(context.store, async (transaction) => {
    const found = await transaction
      .selectFrom('connect_clients')
      .select(['name', 'secret_hash'])
      .where('organization_id', '=', organizationId)
      .where('client_id', '=', id)
      .executeTakeFirst();
    if (found === undefined) throw notFound('app');
    if (found.secret_hash === null) throw new Problem('CONFLICT', 'This app was made without a secret.');
    await transaction
      .updateTable('connect_clients')
      .set({ secret_hash: hash })
      .where('organization_id', '=', organizationId)
      .where('client_id', '=', id)
      .execute();
    const facts = { app: id, name: found.name ?? '' };
    await writeChange(transaction, context, { organizationId, by, event: 'own_app.secret_renewed', facts });
  });
  return { clientSecret: text };
}

/** Takes an app away, with all that people let it do. @throws NOT_FOUND */
export async function removeOwnApp(context: KeyContext, { organizationId, id, by }: OwnAppReference): Promise<void> {
  await inTransaction(context.store, async (transaction) => {
    const removed = await transaction
      .deleteFrom('connect_clients')
      .where('organization_id', '=', organizationId)
      .where('client_id', '=', id)
      .returning('name')
      .executeTakeFirst();
    if (removed === undefined) throw notFound('app');
    await endGrants(transaction, context, { organizationId, which: { clientId: id }, by, because: 'removed' });
    const facts = { app: id, name: removed.name ?? '' };
    await writeChange(transaction, context, { organizationId, by, event: 'own_app.removed', facts });
  });
  context.changed();
}
