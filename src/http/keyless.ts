import type { TrustProxy } from '../config.ts';
import { clientAddress } from './client-address.ts';
import type { Exchange } from './exchange.ts';
import { createFixedWindow } from './fixed-window.ts';

/** As many as a key may send: discovery takes a handful. */
const messagesPerMinute = 600;
const addressesCounted = 10_000;

/** Somebody without a key, who is known by an address only. */
export interface Keyless {
  readonly address: string;
  /** Counts messages: seconds to wait when they are over the limit of the address, else null. */
  take(messages: number): number | null;
}

/** Counts what comes without a key, by address: it belongs to no organization whose limit it could be. */
export function createKeyless(setting: {
  rateLimitPerMinute: number;
  trustProxy: TrustProxy;
  now: () => number;
}): (exchange: Exchange) => Keyless {
  const messages = createFixedWindow({
    limit: Math.min(messagesPerMinute, setting.rateLimitPerMinute),
    now: setting.now,
    subjects: addressesCounted,
  });
  return (exchange) => {
    const address = clientAddress(exchange.request, setting.trustProxy);
    return {
      address,
      take(count) {
        const { retryAfterSeconds } = messages.take(address, count);
        if (retryAfterSeconds !== null) exchange.rateLimited = 'no_key';
        return retryAfterSeconds;
      },
    };
  };
}
