import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

function isKnown(coding: string): coding is keyof typeof unpackers {
  return Object.hasOwn(unpackers, coding);
}

/**
 * The body as it was before it was packed, never more than `most` bytes.
 * @throws Error for a coding that is unknown or one of several, what is damaged, and (ERR_BUFFER_TOO_LARGE) what is larger
 */
export async function unpack(packed: Buffer, contentEncoding: string, most: number): Promise<Buffer> {
  const coding = contentEncoding.trim().toLowerCase();
  if (coding === '' || coding === 'identity') return packed;
  if (!isKnown(coding)) throw new Error('The answer is packed in a way that is not taken');
  return await unpackers[coding](packed, { maxOutputLength: most });
}
