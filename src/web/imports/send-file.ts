import { dashboard } from '../api/dashboard.ts';

/** Bytes in a request: in base64 they stay below what a body may have. */
const pieceBytes = 512 * 1_024;

/**
 * Sends a file in pieces.
 * @param told how much of it is there, from 0 to 1
 * @returns the id under which it waits to be read
 */
export async function sendFile(file: File, told: (share: number) => void, signal: AbortSignal): Promise<string> {
  const body = { name: file.name, bytes: file.size, changed_at: file.lastModified };
  const { id } = (await dashboard('POST', '/imports/uploads', { body, signal })).data;
  for (let at = 0; at < file.size; at += pieceBytes) {
    const bytes = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer());
    const piece = { at, data: base64(bytes) };
    await dashboard('POST', '/imports/uploads/{upload_id}/pieces', { params: { upload_id: id }, body: piece, signal });
    told(Math.min(1, (at + pieceBytes) / file.size));
  }
  return id;
}

/** In steps: as arguments of one call so many bytes would be too many. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
