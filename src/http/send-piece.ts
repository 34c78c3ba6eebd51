import { once } from 'node:events';
import type { Exchange } from './exchange.ts';

/** A client that takes nothing for so long is gone. */
const takenWithinMs = 60_000;

/**
 * Sends a piece of a body that has begun, and waits until the client takes more.
 * @param gone of the same response: `goneSignal`
 * @throws the signal's reason where it takes none any more
 */
export async function sendPiece(exchange: Exchange, piece: string | Uint8Array, gone: AbortSignal): Promise<void> {
  const { response } = exchange;
  if (piece.length === 0) return;
  exchange.bytesOut += Buffer.byteLength(piece);
  if (response.write(piece)) return;
  await once(response, 'drain', { signal: AbortSignal.any([gone, AbortSignal.timeout(takenWithinMs)]) });
}
