import type { TrustProxy } from '../config.ts';
import { clientAddress } from '../http/client-address.ts';
import type { Exchange } from '../http/exchange.ts';
import { createFixedWindow } from '../http/fixed-window.ts';
import { OAuthError } from './oauth-error.ts';

/** So many in a minute from one address. Some clients register at each start of theirs, and a company may share one. */
const perMinute = { register: 20, authorize: 60, token: 120, revoke: 60, document: 20 } as const;
const addressesCounted = 10_000;
/** Documents of clients that this process fetches in a minute, whoever makes it. */
const documentsPerMinute = 240;

type Limited = keyof typeof perMinute;

/** Counts what comes without anything that could be taken away, by address. */
export interface Limits {
  /** @throws OAuthError temporarily_unavailable, answered with 429 */
  take(exchange: Exchange, what: Limited): void;
}

export function createLimits({ now, trustProxy }: { now: () => number; trustProxy: TrustProxy }): Limits {
  const window = (limit: number, subjects = addressesCounted) => createFixedWindow({ limit, now, subjects });
  const windows = {
    register: window(perMinute.register),
    authorize: window(perMinute.authorize),
    token: window(perMinute.token),
    revoke: window(perMinute.revoke),
    document: window(perMinute.document),
  };
  const allDocuments = window(documentsPerMinute, 1);
  return {
    take(exchange, what) {
      const { retryAfterSeconds } = windows[what].take(clientAddress(exchange.request, trustProxy));
      const wait = retryAfterSeconds ?? (what === 'document' ? allDocuments.take('').retryAfterSeconds : null);
      if (wait === null) return;
      exchange.rateLimited = 'address';
      throw new OAuthError('temporarily_unavailable', 'Too many requests from this address: wait a moment.', {
        retryAfterSeconds: wait,
      });
    },
  };
}
