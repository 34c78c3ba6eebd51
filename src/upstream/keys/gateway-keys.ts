import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Problem } from '../../contract/problem.ts';
import type { SecretsSource } from '../../keys/open-secrets.ts';
import type { Store } from '../../store/store.ts';
import type { KeySource, OutboundKey } from './key-source.ts';
import { countUpstreamKeys, openUpstreamKey, readSealedKey } from './stored-keys.ts';

interface GatewayKeySetting {
  store: Store;
  secrets: SecretsSource;
  /** Milliseconds since 1970. */
  now: () => number;
  randomBytes: (size: number) => Uint8Array;
  /** The upstream does not take an organization's key: for the log and the metrics. */
  onRefused: (organizationId: string, status: number) => void;
}

interface Known extends OutboundKey {
  sealed: string;
  readAt: number;
}

/** A replaced key counts within this time, without a restart, whichever process replaced it. */
const freshMs = 1_000;
const mostKnown = 1_000;

const setKeyHint = 'npm run -s upstream -- set-key';

/** The organizations' own upstream keys, sealed in the database. */
export function createGatewayKeys(setting: GatewayKeySetting): KeySource {
  const { store, secrets, now, onRefused } = setting;
  const salt = Buffer.from(setting.randomBytes(32)).toString('base64url');
  const known = new LRUCache<string, Known>({ max: mostKnown });
  const refusedOf = new Set<string>();

  async function read(organizationId: string, before: Known | undefined): Promise<Known> {
    const readAt = now();
    const sealed = await readSealedKey(store, organizationId);
    if (sealed === undefined) throw noKey();
    if (before?.sealed === sealed) return { ...before, readAt };
    const key = await open(sealed, organizationId);
    return { key, sealed, readAt, fingerprint: hash('sha256', salt + key, 'base64url').slice(0, 22) };
  }

  async function open(sealed: string, organizationId: string): Promise<string> {
    const opened = await openUpstreamKey(secrets.current(), sealed, organizationId);
    if (opened !== null) return opened;
    // Another process may have rotated the sealing keys.
    await secrets.reload();
    const again = await openUpstreamKey(secrets.current(), sealed, organizationId);
    if (again === null)
      throw new Problem('UPSTREAM_ERROR', `The upstream key cannot be opened: set it anew with ${setKeyHint}.`);
    return again;
  }

  return {
    async of({ organizationId }) {
      const before = known.get(organizationId);
      if (before !== undefined && Math.abs(now() - before.readAt) < freshMs) return before;
      known.delete(organizationId);
      const found = await read(organizationId, before);
      known.set(organizationId, found);
      return found;
    },
    refused({ organizationId }, { status }) {
      known.delete(organizationId);
      refusedOf.add(organizationId);
      onRefused(organizationId, status);
      return new Problem(
        'UPSTREAM_ERROR',
        `The upstream API refuses this gateway's own key (${status}). The key of the caller is right: whoever runs the gateway must set another upstream key with ${setKeyHint}.`,
      );
    },
    worked: ({ organizationId }) => refusedOf.delete(organizationId),
    state: async () => {
      if ((await countUpstreamKeys(store)) === 0) return 'no_key';
      return refusedOf.size > 0 ? 'key_refused' : 'ready';
    },
  };
}

function noKey(): Problem {
  return new Problem(
    'SERVICE_UNAVAILABLE',
    `This gateway has no upstream key for the organization yet: whoever runs it sets one with ${setKeyHint}.`,
  );
}
