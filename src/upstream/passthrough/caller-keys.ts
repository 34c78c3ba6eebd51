import { Problem } from '../../contract/problem.ts';
import type { KeySource } from '../keys/key-source.ts';
import type { PassthroughVerifier } from './verifier.ts';

/** Each caller's own key goes on, and only where it was sent for. */
export function createCallerKeys(verifier: Pick<PassthroughVerifier, 'forget' | 'fingerprint'>): KeySource {
  return {
    async of({ upstreamKey }) {
      // Somebody signed in to the dashboard has no key of the upstream's.
      if (upstreamKey === undefined) {
        throw new Problem(
          'FORBIDDEN',
          'This gateway forwards the keys of its callers (UPSTREAM_AUTH=passthrough) and holds none itself: call the API or MCP with a key of the upstream.',
        );
      }
      const key = upstreamKey.reveal();
      return { key, fingerprint: verifier.fingerprint(key) };
    },
    refused({ upstreamKey }, { status, detail }) {
      if (upstreamKey !== undefined) verifier.forget(upstreamKey.reveal());
      const [code, usual] = status === 401 ? unauthorized : forbidden;
      return new Problem(code, detail === '' ? usual : detail);
    },
    worked: () => undefined,
    state: async () => 'ready',
  };
}

const unauthorized = ['UNAUTHORIZED', 'The upstream API does not know this key.'] as const;
const forbidden = ['FORBIDDEN', 'The upstream API refuses this key.'] as const;
