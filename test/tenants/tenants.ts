import { randomUUID } from 'node:crypto';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import { dayMs, type Serving, servingOf } from '../services/serving.ts';
import type { Id, Ids, Known } from './places.ts';
import { rowsOf } from './rows-of.ts';

export interface Tenant {
  readonly organizationId: string;
  readonly key: string;
  readonly ids: Ids;
}

export interface Tenants {
  readonly server: TestServer;
  /** Whose things are asked for. */
  readonly theirs: Tenant;
  /** Who asks. */
  readonly own: Tenant;
  stop(): Promise<void>;
}

/** In every name and text of theirs, and in nothing else. */
export const theirWord = 'zebrafish';
/** As long, and nowhere at all. */
export const nobodysWord = 'quokkaxyz';

/** Ids as long as theirs, which nothing ever had. */
export const nobodysIds: Ids = idsOf(randomUUID(), randomUUID(), randomUUID(), 564_738_291, 564_738_292);

/** What the suite knows of the fields of the v2 operations. */
export const known: Known = {
  ids: new Set(Object.keys(nobodysIds)),
  plain: new Set([
    'limit',
    'category',
    'metadata',
    'name',
    'username',
    'identifier',
    'scrape_interval_hours',
    'max_recent_posts_per_account',
    'post_lookback_days',
    'windows',
    // Whose these are is said by name: test/push asks for another organization's account.
    'observations',
    // The platform's own, of an account that was seen.
    'accept_platform_account_id',
  ]),
};

/**
 * A server with two organizations that have two of each thing.
 * @param alone is called while theirs has nothing yet
 */
export async function openTenants(
  dialect: Dialect,
  alone: (server: TestServer, own: Tenant) => Promise<void> = async () => undefined,
): Promise<Tenants> {
  const server = await startTestServer({ RATE_LIMIT_PER_MINUTE: '1000000' }, dialect);
  const own = await tenant(server, 'ours');
  await alone(server, own);
  await liftNumbers(server.dataOf(own.organizationId).store);
  const theirs = await tenant(server, theirWord);
  return { server, theirs, own, stop: server.stop };
}

/** Lets the ids that are numbers go on far from every other number, so that they are found in an answer. */
export async function liftNumbers({ write }: Store): Promise<void> {
  await write.updateTable('id_sequences').set({ next_id: 918_273_645 }).execute();
}

async function tenant(server: TestServer, word: string): Promise<Tenant> {
  const organizationId = await server.organization(`${word} studio`);
  const made = await createKey(server.context, { organizationId, name: `${word} key`, createdBy: `${word} person` });
  const data = server.dataOf(organizationId);
  const ids = await furnish(servingOf(data.store, data.organizationId), word);
  await countCalls(server.context.store, organizationId, made.apiKey.id);
  return { organizationId, key: made.fullKey, ids };
}

/** As if the key had made calls today. */
export async function countCalls({ write }: Store, organization_id: string, key_id: string): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const used = { organization_id, key_id, day, door: 'rest', operation: 'list_creators' } as const;
  await write
    .insertInto('api_usage_days')
    .values({ ...used, calls: 7, errors: 0, rate_limited: 0 })
    .execute();
}

/** Gives an organization two of each thing; every name and text holds the word. */
export async function furnish(of: Serving, word: string): Promise<Ids> {
  // Yesterday's gains are in the window of every answer that is asked for none.
  of.clock.now = Date.now() - dayMs;
  const creator_id = await of.creator(`${word} creator`);
  await of.creator(`${word} other creator`);
  // Other numbers for each, so that neither can stand for the other's.
  const views = [1, 10 * word.length];
  const made = new Date(of.clock.now - 2 * dayMs).toISOString();
  const tiktok = { platform: 'tiktok', creator_id, views, made, caption: `${word} caption` } as const;
  const account = await of.account(`${word}.one`, tiktok);
  await of.account(`${word}.two`, { views, made, caption: `${word} other caption` });
  const video = await of.video(`74113350953946990${word.length}`, views, `${word}.one`);
  await of.video(`74113350953946991${word.length}`, views);
  const { data } = (await of.ask('list_account_videos')).body;
  const postOn = (wanted: string) => data.find(({ platform }) => platform === wanted)?.id ?? 0;
  return idsOf(account, creator_id, video, postOn('instagram'), postOn('tiktok'));
}

function idsOf(account: string, creator: string, video: string, instagram: number, tiktok: number): Ids {
  return {
    account_id: account,
    account_ids: account,
    creator_id: creator,
    video_id: video,
    video_ids: video,
    account_video_id: instagram,
    instagram_post_ids: instagram,
    tiktok_video_ids: tiktok,
  };
}

/** All that is kept of a tenant, here and where its data is. */
export async function rowsOfTenant({ context, dataOf }: TestServer, { organizationId }: Tenant): Promise<unknown> {
  const data = dataOf(organizationId);
  return [await rowsOf(context.store, organizationId), await rowsOf(data.store, data.organizationId)];
}

/** What shows that something of theirs is in a text. */
export function traces({ organizationId, ids, key }: Tenant): RegExp {
  const all: readonly Id[] = [theirWord, organizationId, key, ...Object.values(ids)];
  return new RegExp(all.map(String).join('|'));
}
