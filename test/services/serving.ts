import { createSecretKey, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { type OperationId, operations } from '../../src/contract/operations.ts';
import { parseInput } from '../../src/contract/parse.ts';
import type { Call, KeyedApi, KeyedOperationId, Reply, V2Api } from '../../src/contract/port.ts';
import { createServices } from '../../src/services/create-services.ts';
import type { ServiceContext } from '../../src/services/service-context.ts';
import { recordAccountSnapshot } from '../../src/store/ingest/account-snapshot.ts';
import type { PostSnapshot } from '../../src/store/ingest/snapshot.ts';
import { recordVideoSnapshot } from '../../src/store/ingest/video-snapshot.ts';
import type { Store } from '../../src/store/store.ts';
import { addOrganization, noon } from '../collect/tracked.ts';
import { post, snapshotOf } from '../store/rows.ts';

export { noon };
export const dayMs = 86_400_000;

interface Raw {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** The services for one organization, with a clock that tests set, and the ways in which tests use them. */
export interface Serving {
  readonly api: V2Api;
  readonly call: Call;
  readonly organizationId: string;
  readonly clock: { now: number };
  readonly nudged: () => number;
  /** Parses, calls, and checks that the answer is just what the contract describes. */
  ask<Id extends KeyedOperationId>(id: Id, raw?: Raw): Promise<Reply<Id>>;
  /** A tracked account, refreshed once for each list of posts, a day apart, the last one at the clock's now. */
  account(username: string, more?: AccountWish): Promise<string>;
  /** Records what a provider saw of an account at the clock's now. */
  seen(accountId: string, followers: number, posts: readonly PostSnapshot[], at?: number): Promise<void>;
  video(identifier: string, views?: readonly number[], account_username?: string): Promise<string>;
  creator(name: string): Promise<string>;
}

interface AccountWish {
  platform?: 'instagram' | 'tiktok';
  creator_id?: string;
  /** Views of its one post, refresh by refresh. */
  views?: readonly number[];
  caption?: string;
  /** When its one post was made. */
  made?: string;
}

export async function serving(store: Store, more: Partial<ServiceContext> = {}): Promise<Serving> {
  return servingOf(store, await addOrganization(store), more);
}

export function servingOf(store: Store, organizationId: string, more: Partial<ServiceContext> = {}): Serving {
  const clock = { now: noon };
  let nudges = 0;
  const api = createServices({
    store,
    queriesPerMinute: 30,
    cursorKey,
    now: () => clock.now,
    randomUuid: randomUUID,
    nudgeRefresh: () => {
      nudges++;
    },
    provider: { invented: false },
    version: '1.2.3',
    publicUrls: { api: 'https://api.example' },
    state: () => 'ready',
    ...more,
  });
  const keyed: KeyedApi = api;
  const call = callOf(organizationId);

  async function ask<Id extends KeyedOperationId>(id: Id, { params = {}, query = {}, body }: Raw = {}) {
    const reply: Reply<Id> = await keyed[id](parseInput(operations[id], { params, query, body }), call);
    mustBeDescribed(id, reply);
    return reply;
  }

  async function seen(accountId: string, followers: number, posts: readonly PostSnapshot[], at = clock.now) {
    const snapshot = snapshotOf(followers, posts);
    expect(await recordAccountSnapshot(store, { organizationId, accountId, at, snapshot })).toBe('recorded');
  }

  async function account(username: string, wish: AccountWish = {}) {
    const { views = [], caption, made, platform = 'instagram', ...rest } = wish;
    const said = {
      ...(caption !== undefined && { description: caption }),
      ...(made !== undefined && { create_time: made }),
    };
    const { body } = await ask('create_account', { body: { platform, username, ...rest } });
    for (const [index, count] of views.entries()) {
      const shown = post(`${username}-1`, count, said);
      await seen(body.data.id, 100 + index, [shown], clock.now - (views.length - 1 - index) * dayMs);
    }
    return body.data.id;
  }

  async function video(identifier: string, views: readonly number[] = [], account_username: string | null = null) {
    const { body } = await ask('create_video', { body: { platform: 'tiktok', identifier } });
    for (const [index, count] of views.entries()) {
      const at = clock.now - (views.length - 1 - index) * dayMs;
      const snapshot = { post: post(identifier, count), account_username, platform_account_id: null };
      await recordVideoSnapshot(store, { organizationId, videoId: body.data.id, at, snapshot });
    }
    return body.data.id;
  }

  async function creator(name: string) {
    return (await ask('create_creator', { body: { name } })).body.data.id;
  }

  return { api, call, organizationId, clock, nudged: () => nudges, ask, account, seen, video, creator };
}

export function callOf(organizationId: string, signal = new AbortController().signal): Call {
  return {
    requestId: 'test',
    signal,
    caller: {
      organizationId,
      organizationName: 'Test organization',
      keyId: 'key',
      keyName: 'test key',
      scopes: ['read', 'write'],
      expiresAt: null,
      urlKeys: 'allow',
      holdsSampleData: false,
    },
  };
}

export const cursorKey = createSecretKey(Buffer.alloc(32, 7));

/** Fails where an answer holds what its schema does not know, or lacks what it does. */
export function mustBeDescribed(id: OperationId, reply: { status: number; body?: unknown }): void {
  const answers: Readonly<Record<number, { parse(value: unknown): unknown } | null>> = operations[id].answers;
  const schema = answers[reply.status];
  if (schema === undefined) throw new Error(`${id} answers ${reply.status}, which the contract does not know`);
  const described = schema === null ? undefined : schema.parse(reply.body);
  if (!isDeepStrictEqual(described, reply.body)) expect(reply.body, `the answer of ${id}`).toEqual(described);
}
