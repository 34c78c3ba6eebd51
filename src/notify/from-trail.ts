import type { Kysely } from 'kysely';
import type { MailKind, Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { type NewMail, post } from './outbox/post.ts';
import { ownersOf } from './owners.ts';

export interface Posting {
  store: Pick<Store, 'read' | 'write'>;
  now: () => number;
  newId: () => string;
  signUp: 'invite' | 'open';
}

/** How far the trail was read. */
const fact = 'mail_trail_seq';
const rowsAtOnce = 200;
const leastKept = 1_000;
const events = ['key.created', 'key.changed', 'key.rotated', 'app.connected'] as const;

/**
 * Posts a mail to the owners for each key and each app that may write since: the trail has every one of them, whether the
 * dashboard, the command line or another process made it, in the transaction that made it. What was before the first time
 * is passed by.
 */
export async function postFromTrail(posting: Posting): Promise<void> {
  const { read, write } = posting.store;
  const [place, chain] = [
    await read.selectFrom('instance_facts').select('value').where('name', '=', fact).executeTakeFirst(),
    await read.selectFrom('audit_chain').select('seq').executeTakeFirst(),
  ];
  const end = chain?.seq ?? 0;
  if (place === undefined) {
    await write
      .insertInto('instance_facts')
      .values({ name: fact, value: String(end) })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    return;
  }
  for (let from = Math.min(Number(place.value), end); from < end; ) from = await postSome(posting, from, end);
}

async function postSome(posting: Posting, from: number, end: number): Promise<number> {
  const rows = await posting.store.read
    .selectFrom('audit_events')
    .leftJoin('people', 'people.id', 'audit_events.person_id')
    .select(['seq', 'event', 'at', 'organization_id', 'key_id', 'facts', 'people.name as person'])
    .where('seq', '>', from)
    .where('seq', '<=', end)
    .where('event', 'in', [...events])
    .orderBy('seq')
    .limit(rowsAtOnce)
    .execute();
  const last = rows.length < rowsAtOnce ? end : (rows.at(-1)?.seq ?? end);
  // Calls alone: to read over some of them again is cheaper than a commit every two seconds.
  if (rows.length === 0 && last - from < leastKept) return last;
  await posting.store.write.transaction().execute(async (transaction) => {
    for (const row of rows) await postOne(transaction, posting, row);
    await transaction
      .updateTable('instance_facts')
      .set({ value: String(last) })
      .where('name', '=', fact)
      .execute();
  });
  return last;
}

interface Row {
  event: string;
  at: string;
  organization_id: string | null;
  key_id: string | null;
  facts: string;
  person: string | null;
}

async function postOne(transaction: Kysely<Schema>, posting: Posting, row: Row): Promise<void> {
  const { organization_id: organizationId, key_id: keyId } = row;
  if (organizationId === null || keyId === null) return;
  const told = { organizationId, id: keyId, at: row.at, facts: factsOf(row.facts) };
  const by = row.person ?? told.facts.by ?? 'somebody who is here no more';
  if (row.event === 'app.connected') await postApp(transaction, posting, { ...told, by });
  else await postKey(transaction, posting, { ...told, by, event: row.event });
}

/** What a row tells of a key or an app. */
interface Told {
  organizationId: string;
  id: string;
  at: string;
  by: string;
  facts: Partial<Record<string, string>>;
}

const mayWrite = /\b(write|admin)\b/;

async function postKey(transaction: Kysely<Schema>, posting: Posting, row: Told & { event: string }): Promise<void> {
  const { organizationId, at, by, facts: told } = row;
  const keyId = row.event === 'key.rotated' ? (told.new_key ?? '') : row.id;
  const key = await transaction
    .selectFrom('api_keys')
    .innerJoin('organizations', 'organizations.id', 'api_keys.organization_id')
    .select(['api_keys.name', 'api_keys.scopes', 'organizations.name as organization'])
    .where('api_keys.organization_id', '=', organizationId)
    .where('api_keys.id', '=', keyId)
    .executeTakeFirst();
  // A change of name says no scopes. What was deleted since was there all the same, and is told of as it was made.
  const scopes = row.event === 'key.rotated' ? key?.scopes : told.scopes;
  if (scopes === undefined || !mayWrite.test(scopes)) return;
  const organization = key?.organization ?? (await organizationName(transaction, organizationId));
  const isChange = row.event === 'key.changed';
  const facts = { organization, key: key?.name ?? told.name ?? keyId, scopes, by, at };
  await postToOwners(
    transaction,
    posting,
    organizationId,
    (mail, personId): NewMail<'key_made' | 'key_widened'> =>
      isChange
        ? { ...mail, facts, kind: 'key_widened', occasion: `key_widened:${keyId}:${at}:${personId}` }
        : { ...mail, facts, kind: 'key_made', occasion: `key_made:${keyId}:${personId}` },
  );
}

async function postApp(transaction: Kysely<Schema>, posting: Posting, row: Told): Promise<void> {
  const { organizationId, id, at, by, facts: told } = row;
  const { name: app = '', scopes = '', host = '', answers_to = '' } = told;
  if (!mayWrite.test(scopes)) return;
  const organization = await organizationName(transaction, organizationId);
  const facts = { organization, app, host, answers_to, scopes, by, at };
  await postToOwners(
    transaction,
    posting,
    organizationId,
    (mail, personId): NewMail<'app_connected'> => ({
      ...mail,
      facts,
      kind: 'app_connected',
      occasion: `app_connected:${id}:${personId}`,
    }),
  );
}

async function postToOwners<Kind extends MailKind>(
  transaction: Kysely<Schema>,
  posting: Posting,
  organizationId: string,
  mailTo: (mail: Pick<NewMail<Kind>, 'id' | 'address' | 'organizationId'>, personId: string) => NewMail<Kind>,
): Promise<void> {
  for (const { personId, address } of await ownersOf(transaction, organizationId, posting.signUp)) {
    await post(transaction, posting.now(), mailTo({ id: posting.newId(), address, organizationId }, personId));
  }
}

async function organizationName(transaction: Kysely<Schema>, id: string): Promise<string> {
  const found = await transaction.selectFrom('organizations').select('name').where('id', '=', id).executeTakeFirst();
  return found?.name ?? '';
}

function factsOf(text: string): Partial<Record<string, string>> {
  const facts: unknown = JSON.parse(text);
  if (typeof facts !== 'object' || facts === null) return {};
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
