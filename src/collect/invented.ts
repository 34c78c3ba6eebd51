import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from '../store/schema.ts';
import type { Provider } from './provider.ts';

/**
 * Whether numbers may be invented in an organization of the question at hand: where they are already, or where nothing was
 * ever told. Beside somebody's own, from a file or an archive, a sum would be neither.
 */
const mayInvent: RawBuilder<boolean> = sql`(organizations.holds_sample_data = 1
  or not (exists (select 1 from origins g where g.organization_id = organizations.id)
    or exists (select 1 from imports i where i.organization_id = organizations.id
      and i.state in ('applying', 'applied', 'withdrawing'))))`;

const always: RawBuilder<boolean> = sql`1 = 1`;

/** The condition on organizations under which a provider is asked for them. */
export function askedFor({ invented }: Pick<Provider, 'invented'>): RawBuilder<boolean> {
  return invented ? mayInvent : always;
}

/** Whether anything is ever refreshed in an organization. */
export async function isRefreshed(
  db: Kysely<Schema>,
  provider: Pick<Provider, 'invented'> | null,
  organizationId: string,
): Promise<boolean> {
  if (provider === null) return false;
  if (!provider.invented) return true;
  const found = await db
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .where(mayInvent)
    .executeTakeFirst();
  return found !== undefined;
}
