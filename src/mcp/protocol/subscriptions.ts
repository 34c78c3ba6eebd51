import type { Principal } from '../../contract/principal.ts';
import { Problem } from '../../contract/problem.ts';
import { createPlaces } from '../../http/places.ts';
import type { Verifier } from '../../keys/verify.ts';
import type { OpenStream } from '../sdk/fallback.ts';

/** Calls back when a key's scopes change or it is revoked; returns a function that stops watching. */
export type WatchKey = Verifier['watch'];

/**
 * A client keeps one stream per connection; the rest is for clients that reconnect before their old stream has ended.
 */
const mostPerKey = 16;
/** Of each organization, whatever the others hold: a key's fill. */
const share = 16;
const mostPerOrganization = 256;
/** Beyond the shares of all. */
const common = 1_024;
/** Of everybody without a key, who has no organization that could do without them. */
const mostKeyless = 128;

/** Who listens: a key, or without one an address. */
export interface Listener {
  readonly caller: Principal | null;
  /** Null where a key came. */
  readonly address: string | null;
}

/**
 * The open `subscriptions/listen` streams: one hears of `tools/list_changed` when its key's scopes change, and ends
 * when the key is no longer valid (contract §4).
 */
export class Subscriptions {
  readonly #open = new Set<OpenStream>();
  readonly #places = createPlaces({ perHolder: mostPerKey, share, perGroup: mostPerOrganization, common });
  /** Apart, so that nobody without a key takes a place from somebody with one. */
  readonly #keyless = createPlaces({ perHolder: mostPerKey, share: 0, perGroup: mostKeyless, common: mostKeyless });
  readonly #watchKey: WatchKey;

  constructor(watchKey: WatchKey) {
    this.#watchKey = watchKey;
  }

  get size(): number {
    return this.#open.size;
  }

  /**
   * Takes a place before a stream is opened, which lasts a while: many that come at once must not all find it free. To
   * be called back when the stream is over, or comes to none.
   * @throws Problem RATE_LIMITED where the key, its organization, or those without a key have too many open streams
   */
  takePlace({ caller, address }: Listener): () => void {
    const leave =
      caller === null
        ? this.#keyless.take(address ?? '', 'all')
        : this.#places.take(caller.keyId, caller.organizationId);
    if (leave !== null) return leave;
    throw new Problem('RATE_LIMITED', 'Too many open subscriptions: close one first.', { retryAfterSeconds: 10 });
  }

  /** Keeps a stream until its connection is gone or its key is. */
  add(stream: OpenStream, principal: Principal | null, gone: AbortSignal, leave: () => void): void {
    this.#open.add(stream);
    const end = () => {
      this.#open.delete(stream);
      leave();
    };
    const stop =
      principal === null
        ? () => {}
        : this.#watchKey(principal, (change) => {
            if (change.kind === 'scopes_changed') {
              stream.toolsChanged();
              return;
            }
            end();
            stream.end();
          });
    const forget = () => {
      stop();
      end();
    };
    if (gone.aborted) forget();
    else gone.addEventListener('abort', forget, { once: true });
  }

  /** Ends every stream in order, at shutdown. */
  close(): void {
    for (const stream of this.#open) stream.end();
    this.#open.clear();
  }
}
