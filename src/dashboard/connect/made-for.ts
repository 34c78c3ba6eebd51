import type { Kysely } from 'kysely';
import type { Schema } from '../../store/schema.ts';

/** The client's tab that a key was made on. */
export interface MadeFor {
  organizationId: string;
  client: string;
}

/** More than anybody goes back to; the newest are kept. */
const remembered = 20;

/** The ids of the keys that the helper made for a client, newest first. Some may be gone since. */
export async function keysMadeFor(database: Kysely<Schema>, madeFor: MadeFor): Promise<readonly string[]> {
  const fact = await database
    .selectFrom('instance_facts')
    .select('value')
    .where('name', '=', factName(madeFor))
    .executeTakeFirst();
  return fact === undefined ? [] : fact.value.split(' ');
}

/** Of two at once the later one is remembered: what is forgotten is only filled in less readily. */
export async function rememberMadeFor(database: Kysely<Schema>, madeFor: MadeFor, keyId: string): Promise<void> {
  const value = [keyId, ...(await keysMadeFor(database, madeFor))].slice(0, remembered).join(' ');
  await database
    .insertInto('instance_facts')
    .values({ name: factName(madeFor), value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** One row for an organization and client, both of which are few. */
function factName({ organizationId, client }: MadeFor): string {
  return `connect_keys:${organizationId}:${client}`;
}
