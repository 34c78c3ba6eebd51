import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { Call, V2Api } from '../../src/contract/port.ts';
import { createServices } from '../../src/services/create-services.ts';
import { createUpstream } from '../../src/upstream/create-upstream.ts';
import type { KeySource } from '../../src/upstream/keys/key-source.ts';
import { KeptAnswers } from '../../src/upstream/send/kept-answers.ts';
import { openWay } from '../../src/upstream/way.ts';
import { UnsettledWrites } from '../../src/upstream/writes/unsettled-writes.ts';
import { callOf } from '../services/serving.ts';
import { openTestStore } from '../store/open-test-store.ts';
import { shortDeadlines, upstreamKey } from './gateway.ts';
import { answer, type HostileUpstream, startHostile } from './hostile.ts';

interface TestWay {
  api: V2Api;
  upstream: HostileUpstream;
  call: Call;
}

const keys: KeySource = {
  of: async ({ organizationId }) => ({ key: upstreamKey, fingerprint: organizationId }),
  refused: () => new Error('refused'),
  worked: () => undefined,
  state: async () => 'ready',
};

/** The port itself before an upstream that finds nothing: for input that no front door lets through. */
export function openTestWay(): () => TestWay {
  let current: (TestWay & { stop: () => Promise<void> }) | undefined;
  beforeAll(async () => {
    const upstream = await startHostile();
    upstream.behave = (_, response) => answer(response, 404, { code: 'NOT_FOUND', detail: 'No.' });
    const opened = await openTestStore('sqlite');
    const way = openWay({
      setting: { url: `${upstream.url}/v2`, auth: 'gateway' },
      version: '0.0.0',
      events: { tried: () => undefined, retried: () => undefined, circuit: () => undefined },
      now: Date.now,
      monotonic: () => performance.now(),
      deadlines: shortDeadlines,
    });
    const own = createServices({
      store: opened.store,
      queriesPerMinute: 30,
      cursorKey: createSecretKey(randomBytes(32)),
      now: Date.now,
      randomUuid: randomUUID,
      nudgeRefresh: () => undefined,
      provider: null,
      version: '0.0.0',
      publicUrls: { api: 'http://127.0.0.1' },
      state: () => 'ready',
    });
    const everything = { lacking: new Set<never>(), unlisted: new Map(), listed: new Map() };
    const context = {
      ...way,
      keys,
      discovery: { offer: () => everything },
      kept: new KeptAnswers(),
      unsettled: new UnsettledWrites(() => performance.now()),
      newId: randomUUID,
      differs: () => undefined,
    };
    current = {
      api: createUpstream(context, own),
      upstream,
      call: callOf(randomUUID()),
      stop: async () => {
        await way.sender.close();
        await upstream.stop();
        await opened.store.close();
        await opened.remove();
      },
    };
  });
  afterAll(() => current?.stop());
  return () => {
    if (current === undefined) throw new Error('the way is opened in beforeAll');
    return current;
  };
}
