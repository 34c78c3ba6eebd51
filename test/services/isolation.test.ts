import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { invoke, isOpenOperation } from '../../src/contract/invoke.ts';
import { type AnyOperation, allOperations, type OperationId } from '../../src/contract/operations.ts';
import { parseInput, type RawInput } from '../../src/contract/parse.ts';
import { Problem } from '../../src/contract/problem.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from '../store/open-test-store.ts';
import { type Serving, serving } from './serving.ts';

/** Every place of an id in an input, with what may stand there. */
type Ids = Readonly<Record<string, string | number>>;

interface Field {
  readonly place: 'params' | 'query' | 'body';
  readonly name: string;
  readonly isList: boolean;
}

/** What else an operation that takes an id needs; a test below fails where this lacks something. */
const needed: Partial<Record<OperationId, object>> = {
  create_account: { platform: 'instagram', username: 'made.here' },
};

const withIds = allOperations.filter((operation) => idFields(operation).length > 0);

testStores('another organization', (opened) => {
  let own: Serving;
  let foreign: Serving;
  let ownIds: Ids;
  let foreignIds: Ids;
  const unknownIds: Ids = idsOf(randomUUID(), randomUUID(), randomUUID(), 987_654_321, 987_654_322);

  beforeAll(async () => {
    const { store } = opened();
    own = await serving(store);
    foreign = await serving(store);
    ownIds = await furnished(own, 'ours');
    // Far from every other number, so that it is found in an answer.
    await store.write.updateTable('id_sequences').set({ next_id: 123_456_789 }).execute();
    foreignIds = await furnished(foreign, 'foreign');
  });

  const ask = async (operation: AnyOperation, fields: readonly Field[], ids: Ids, instead?: [Field, Ids]) => {
    const { id } = operation;
    if (isOpenOperation(id)) throw new Error(`${id} needs no key`);
    const raw = inputOf(operation, fields, ids, instead);
    parseInput(operation, raw);
    try {
      return await invoke(own.api, id, raw, own.call);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { code: error.code, detail: error.detail };
    }
  };

  it('has ids that every operation answers as it answers unknown ones', async () => {
    const before = await everythingOf(opened().store, foreign.organizationId);
    for (const operation of withIds) {
      const fields = idFields(operation);
      for (const field of fields) {
        const [a, b] = [foreignIds[field.name], unknownIds[field.name]];
        const given = await ask(operation, fields, ownIds, [field, foreignIds]);
        const unknown = await ask(operation, fields, ownIds, [field, unknownIds]);
        const named = JSON.stringify(given).replaceAll(String(a), String(b));
        expect(JSON.parse(named), `${operation.id} with a foreign ${field.name}`).toEqual(unknown);
        if (field.place === 'params') expect(given, operation.id).toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    expect(await everythingOf(opened().store, foreign.organizationId)).toEqual(before);
  });

  it('shows in no answer', async () => {
    const foreignWords = new RegExp(
      ['foreign', ...Object.values(foreignIds).filter((id) => typeof id === 'string')].join('|'),
    );
    for (const operation of allOperations.filter(({ method }) => method === 'GET')) {
      const { id } = operation;
      if (isOpenOperation(id)) continue;
      const query = id === 'search_workspace' ? { q: 'e' } : {};
      const fields = idFields(operation).filter(({ place }) => place === 'params');
      const reply = await invoke(own.api, id, { ...inputOf(operation, fields, ownIds), query }, own.call);
      expect(JSON.stringify(reply), id).not.toMatch(foreignWords);
    }
  });

  it('differs from our own, which the same inputs find', async () => {
    for (const operation of withIds.filter(({ scope }) => scope === 'read')) {
      const reply = await ask(operation, idFields(operation), ownIds);
      expect(reply, operation.id).toMatchObject({ status: 200 });
      expect(JSON.stringify(reply), operation.id).not.toMatch(/"not_found":(\["|\[\d|\{"\w+":\[\d)/);
    }
  });
});

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

/** Fills an organization with one of each; every name and text holds the word. */
async function furnished(of: Serving, word: string): Promise<Ids> {
  const creator_id = await of.creator(`${word} creator`);
  const account = await of.account(`${word}.one`, { creator_id, views: [1, 9], caption: `${word} caption` });
  const video = await of.video(`74113350953946990${word.length}`, [1, 9]);
  await of.account(`${word}.two`, { platform: 'tiktok', views: [1, 9] });
  const { data } = (await of.ask('list_account_videos')).body;
  const postOn = (wanted: string) => data.find(({ platform }) => platform === wanted)?.id ?? 0;
  return idsOf(account, creator_id, video, postOn('instagram'), postOn('tiktok'));
}

/** The fields of an operation that end like ids do: new operations are found by themselves. */
function idFields(operation: AnyOperation): Field[] {
  const shapes = {
    params: operation.params.shape,
    query: operation.query.shape,
    body: 'shape' in operation.body && typeof operation.body.shape === 'object' ? (operation.body.shape ?? {}) : {},
  };
  return (['params', 'query', 'body'] as const).flatMap((place) =>
    Object.keys(shapes[place])
      .filter((name) => /_ids?$/.test(name))
      .map((name) => ({ place, name, isList: name.endsWith('_ids') })),
  );
}

function inputOf(operation: AnyOperation, fields: readonly Field[], ids: Ids, instead?: [Field, Ids]): RawInput {
  const at = (place: Field['place']) => {
    const given = fields.filter((field) => field.place === place && field.name !== 'tiktok_video_ids');
    return Object.fromEntries(
      (instead?.[0].name === 'tiktok_video_ids' && place === 'body' ? [instead[0]] : given).map((field) => {
        const id = (instead?.[0] === field ? instead[1] : ids)[field.name];
        return [field.name, field.isList ? [id] : id];
      }),
    );
  };
  const body = { ...needed[operation.id], ...at('body') };
  const platform = 'platform' in operation.params.shape ? { platform: 'instagram' } : {};
  return {
    params: { ...platform, ...at('params') },
    query: at('query'),
    body: Object.keys(body).length > 0 ? body : operation.body.safeParse(null).success ? undefined : {},
  };
}

/** All rows that belong to an organization. */
async function everythingOf(store: Store, organizationId: string): Promise<unknown[]> {
  const tables = [
    'accounts',
    'creators',
    'videos',
    'account_videos',
    'account_days',
    'creator_days',
    'video_days',
  ] as const;
  const rows: unknown[] = [];
  for (const table of tables) {
    rows.push(await store.read.selectFrom(table).selectAll().where('organization_id', '=', organizationId).execute());
  }
  return rows;
}
