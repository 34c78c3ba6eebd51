import type { UpstreamSetting } from '../config.ts';
import type { OperationId } from '../contract/operations.ts';
import type { V2Api } from '../contract/port.ts';
import type { SecretsSource } from '../keys/open-secrets.ts';
import type { Verifier } from '../keys/verify.ts';
import type { Store } from '../store/store.ts';
import type { Difference } from './answers/differences.ts';
import { createSeenDifferences } from './answers/seen-differences.ts';
import { createUpstream, type OwnOperations } from './create-upstream.ts';
import { type UpstreamHealth, withUpstreamHealth } from './health.ts';
import { createGatewayKeys } from './keys/gateway-keys.ts';
import { createDiscovery } from './offer/discovery.ts';
import type { Offer } from './offer/offer.ts';
import { createCallerKeys } from './passthrough/caller-keys.ts';
import { createPassthroughVerifier } from './passthrough/verifier.ts';
import type { Deadlines } from './send/connection.ts';
import { KeptAnswers } from './send/kept-answers.ts';
import type { SendEvents } from './send/sender.ts';
import { openWay } from './way.ts';
import { type Asked, askWhoami } from './whoami.ts';
import { withSample } from './with-sample.ts';
import { UnsettledWrites } from './writes/unsettled-writes.ts';

/** What is told of the upstream as it happens: for metrics and the log. */
interface UpstreamEvents extends SendEvents {
  keyRefused(organizationId: string, status: number): void;
  discoveryFailed(error: unknown): void;
  /** An answer differs from what the contract describes. @param isNew not seen before in this process */
  differs(operation: OperationId, difference: Difference, isNew: boolean): void;
}

export interface UpstreamOptions {
  setting: UpstreamSetting;
  store: Store;
  secrets: SecretsSource;
  own: OwnOperations;
  version: string;
  events: UpstreamEvents;
  now: () => number;
  monotonic: () => number;
  randomBytes: (size: number) => Uint8Array;
  newId: () => string;
  onError: (error: unknown) => void;
  deadlines?: Deadlines;
}

/** The upstream as the rest of the program sees it. */
export interface Upstream {
  api: V2Api;
  /** Who checks the callers' keys: our own verifier, or with UPSTREAM_AUTH=passthrough the upstream in its place. */
  verifier(own: Verifier): Verifier;
  /** What it has of the contract. */
  offer(): Offer;
  /** Finds out what the upstream has: waits a moment for it, and goes on in the background. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** An upstream that hangs must not hold up the start. */
const startWaitMs = 2_000;

/** Puts the parts of upstream mode together. */
export function openUpstream(options: UpstreamOptions): Upstream {
  const { setting, events, now, randomBytes, newId, onError } = options;
  const way = openWay(options);
  const ask = async (key: string, isGuess: boolean): Promise<Asked> =>
    askWhoami(way, key, { requestId: newId(), signal: new AbortController().signal, isGuess });
  const passthrough =
    setting.auth === 'passthrough' ? createPassthroughVerifier({ ask, now, randomBytes, onError }) : null;
  const keys =
    passthrough === null
      ? createGatewayKeys({ ...options, onRefused: events.keyRefused })
      : createCallerKeys(passthrough);
  const discovery = createDiscovery({ ...way, newId, onFailure: events.discoveryFailed });
  const health = async (): Promise<UpstreamHealth> => {
    const held = await keys.state();
    const state = held === 'ready' && way.sender.openCircuits() > 0 ? 'failing' : held;
    return { auth: setting.auth, state };
  };
  const seen = createSeenDifferences({ ...options, url: setting.url });
  const remoteApi = createUpstream(
    {
      ...way,
      keys,
      discovery,
      kept: new KeptAnswers(),
      unsettled: new UnsettledWrites(now),
      newId,
      differs(operation, differences) {
        for (const difference of differences) events.differs(operation, difference, seen.note(operation, difference));
      },
    },
    options.own,
  );
  return {
    api: { ...remoteApi, get_health: withUpstreamHealth(options.own.get_health, health, discovery.isSample) },
    verifier: (own) => withSample(passthrough ?? own, discovery.isSample),
    offer: discovery.offer,
    async start() {
      discovery.start();
      const waited = Promise.withResolvers<void>();
      const timer = setTimeout(waited.resolve, startWaitMs);
      await Promise.race([discovery.refresh(), waited.promise]);
      clearTimeout(timer);
    },
    async stop() {
      await discovery.stop();
      await seen.stop();
      await way.sender.close();
    },
  };
}
