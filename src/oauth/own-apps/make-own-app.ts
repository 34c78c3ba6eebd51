import type { Kysely } from 'kysely';
import { writeChange } from '../../audit/write-change.ts';
import { invalid, Problem } from '../../contract/problem.ts';
import type { KeyContext } from '../../keys/lifecycle/key-context.ts';
import { validName } from '../../organizations/name.ts';
import type { Schema } from '../../store/schema.ts';
import { inTransaction } from '../../store/transaction.ts';
import { readRedirects } from '../clients/client.ts';
import { writeClient } from '../clients/client-rows.ts';
import { newSecret, type OwnApp } from './own-app.ts';

/** More is no app of one's own but a mistake of a script. */
const mostOwnApps = 50;

interface Wish {
  organizationId: string;
  name: string;
  redirectUris: readonly string[];
  hasSecret: boolean;
  /** A person's id. */
  by: string;
}

/**
 * Makes an app; its secret is in this answer and nowhere else.
 * @throws VALIDATION_ERROR; CONFLICT for an organization that has as many as it may
 */
export async function makeOwnApp(
  context: KeyContext,
  wish: Wish,
): Promise<{ app: OwnApp; clientSecret: string | null }> {
  const { organizationId, hasSecret, by } = wish;
  const name = validName(wish.name);
  const redirectUris = readRedirects(wish.redirectUris);
  if (redirectUris === null) {
    const message =
      'must be addresses by https, by http of this machine, or with the scheme of a known app; without a user, a fragment or a wildcard';
    throw invalid([{ field: 'redirect_uris', message }]);
  }
  const secret = hasSecret ? newSecret(context) : null;
  const clientId = context.newId();
  const at = context.now();
  const facts = { clientId, name, redirectUris, authentication: 'none', jwks: null, jwksUri: null } as const;
  await inTransaction(context.store, async (transaction) => {
    await requireRoom(transaction, organizationId);
    const origin = { kind: 'own', organizationId, secretHash: secret?.hash ?? null } as const;
    await writeClient(transaction, facts, origin, at);
    const told = { app: clientId, name, secret: hasSecret ? 'yes' : 'no', answers_to: redirectUris.join(' ') };
    await writeChange(transaction, context, { organizationId, by, event: 'own_app.created', facts: told });
  });
  const app = { id: clientId, name, redirectUris, hasSecret, createdAt: new Date(at).toISOString() };
  return { app, clientSecret: secret?.text ?? null };
}

async function requireRoom(database: Kysely<Schema>, organizationId: string): Promise<void> {
  const { kept } = await database
    .selectFrom('connect_clients')
    .select(({ fn }) => fn.countAll<number>().as('kept'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  if (kept < mostOwnApps) return;
  throw new Problem('CONFLICT', `There are ${mostOwnApps} apps of your own here: remove some that you do not use.`);
}
