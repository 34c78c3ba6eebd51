import type { Principal } from '../../contract/principal.ts';
import { Problem } from '../../contract/problem.ts';
import type { Verifier } from '../../keys/verify.ts';
import type { OpenStream } from '../sdk/fallback.ts';

/** Calls back when a key's scopes change or it is revoked; returns a function that stops watching. */
export type WatchKey = Verifier['watch'];

/**
 * A client keeps one stream per connection; the rest is for clients that reconnect before their old stream has ended.
 */
const mostPerKey = 16;
const mostInAll = 1024;

/**
 * The open `subscriptions/listen` streams: one hears of `tools/list_changed` when its key's scopes change, and ends
 * when the key is no longer valid (contract §4).
 */
export class Subscriptions {
  readonly #open = new Map<OpenStream, string>();
  /** One entry for each stream that is being opened and holds a place already. */
  readonly #opening: string[] = [];
  readonly #watchKey: WatchKey;

  constructor(watchKey: WatchKey) {
    this.#watchKey = watchKey;
  }

  get size(): number {
    return this.#open.size;
  }

  /**
   * Reserves a place while a stream is opened. Opening takes time, and many requests at once must not all take the same
   * free place. Call the returned function once the stream is open or has failed.
   * @throws Problem RATE_LIMITED where the key, or the server, has too many open streams
   */
  takePlace(principal: Principal | null): () => void {
    const holder = holderOf(principal);
    const all = [...this.#open.values(), ...this.#opening];
    if (all.length < mostInAll && all.filter((other) => other === holder).length < mostPerKey) {
      this.#opening.push(holder);
      return () => void this.#opening.splice(this.#opening.indexOf(holder), 1);
    }
    throw new Problem('RATE_LIMITED', 'Too many open subscriptions: close one first.', { retryAfterSeconds: 10 });
  }

  /** Keeps a stream until its connection is gone or its key is. */
  add(stream: OpenStream, principal: Principal | null, gone: AbortSignal): void {
    this.#open.set(stream, holderOf(principal));
    const stop =
      principal === null
        ? () => {}
        : this.#watchKey(principal, (change) => {
            if (change.kind === 'scopes_changed') {
              stream.toolsChanged();
              return;
            }
            this.#open.delete(stream);
            stream.end();
          });
    const forget = () => {
      stop();
      this.#open.delete(stream);
    };
    if (gone.aborted) forget();
    else gone.addEventListener('abort', forget, { once: true });
  }

  /** Ends every stream in order, at shutdown. */
  close(): void {
    for (const stream of this.#open.keys()) stream.end();
    this.#open.clear();
  }
}

function holderOf(principal: Principal | null): string {
  return principal?.keyId ?? 'no key';
}
