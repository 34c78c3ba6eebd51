import { linkTokenHash, newLinkToken } from '../../keys/link-token.ts';
import type { Store } from '../../store/store.ts';
import { lifetimes } from '../lifetimes.ts';

interface Keeping {
  store: Store;
  now: () => number;
  randomBytes: (size: number) => Uint8Array;
}

/** A request of a client that waits for somebody's answer. */
export interface WaitingRequest {
  readonly clientId: string;
  /** As the library has checked and signed it. */
  readonly signedQuery: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/**
 * Keeps a request, for the page that asks somebody: it is named by a reference that counts once and for a minute, so that
 * nothing of the request is in an address.
 * @returns the reference; the database has its hash
 */
export async function keepRequest(
  { store, now, randomBytes }: Keeping,
  request: Pick<WaitingRequest, 'clientId' | 'signedQuery'>,
): Promise<string> {
  const reference = newLinkToken(randomBytes);
  await store.write
    .insertInto('connect_requests')
    .values({
      reference_hash: linkTokenHash(reference),
      client_id: request.clientId,
      query: request.signedQuery,
      browser_hash: null,
      expires_at: new Date(now() + lifetimes.handOverSeconds * 1000).toISOString(),
    })
    .execute();
  return reference;
}

/**
 * Opens a request in a browser: from then on it is that browser's, which has until the request is over to answer.
 * @param browser what the browser is known by, a cookie of ours
 * @returns null where there is none, its time is over, or another browser has it
 */
export async function openRequest(
  { store, now }: Pick<Keeping, 'store' | 'now'>,
  reference: string,
  browser: string,
): Promise<WaitingRequest | null> {
  const hash = linkTokenHash(reference);
  const at = now();
  const untilAnswered = new Date(at + (lifetimes.requestSeconds - lifetimes.handOverSeconds) * 1000).toISOString();
  await store.write
    .updateTable('connect_requests')
    .set({ browser_hash: linkTokenHash(browser), expires_at: untilAnswered })
    .where('reference_hash', '=', hash)
    .where('browser_hash', 'is', null)
    .where('expires_at', '>', new Date(at).toISOString())
    .execute();
  return await waiting(store.write, hash, browser, at);
}

/** Takes a request for its answer: it is answered once. Null as above. */
export async function takeRequest(
  { store, now }: Pick<Keeping, 'store' | 'now'>,
  reference: string,
  browser: string,
): Promise<WaitingRequest | null> {
  const hash = linkTokenHash(reference);
  return await store.write.transaction().execute(async (transaction) => {
    const request = await waiting(transaction, hash, browser, now());
    if (request === null) return null;
    const { numDeletedRows } = await transaction
      .deleteFrom('connect_requests')
      .where('reference_hash', '=', hash)
      .executeTakeFirst();
    return numDeletedRows === 0n ? null : request;
  });
}

async function waiting(
  database: Store['write'],
  referenceHash: string,
  browser: string,
  at: number,
): Promise<WaitingRequest | null> {
  const row = await database
    .selectFrom('connect_requests')
    .select(['client_id', 'query', 'expires_at'])
    .where('reference_hash', '=', referenceHash)
    .where('browser_hash', '=', linkTokenHash(browser))
    .where('expires_at', '>', new Date(at).toISOString())
    .executeTakeFirst();
  return row === undefined ? null : { clientId: row.client_id, signedQuery: row.query, expiresAt: row.expires_at };
}
