import { TextDecoder } from 'node:util';
import { Refusal } from '../refusal.ts';
import type { SourceFile } from './source-file.ts';

/**
 * The text of a file, piece by piece, its line ends made `\n`: UTF-8 or UTF-16 by their marks, UTF-8 without one, or as
 * `encoding` says.
 * @throws Refusal for bytes that are no such text
 */
export async function* decoded(file: SourceFile, encoding: string | undefined): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let heldReturn = false;
  for await (const chunk of await file.open()) {
    decoder ??= decoderFor(chunk, encoding);
    const text: string = (heldReturn ? '\r' : '') + decode(decoder, chunk, encoding);
    heldReturn = text.endsWith('\r');
    const piece = sameLineEnds(heldReturn ? text.slice(0, -1) : text);
    if (piece !== '') yield piece;
  }
  if (decoder === null) return;
  const rest = (heldReturn ? '\n' : '') + decode(decoder, undefined, encoding);
  if (rest !== '') yield sameLineEnds(rest);
}

function decoderFor(start: Uint8Array, encoding: string | undefined): TextDecoder {
  const [a, b] = start;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  if (a === 0xef && b === 0xbb) return new TextDecoder('utf-8', { fatal: true });
  try {
    return new TextDecoder(encoding ?? 'utf-8', { fatal: true });
  } catch {
    throw new Refusal(`No encoding is called ${encoding}: pass --encoding windows-1252, for example.`);
  }
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, encoding: string | undefined): string {
  try {
    const text: string = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    if (text.includes('\u0000')) throw new Refusal('This is no text: it holds zero bytes.');
    return text;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (encoding !== undefined) throw new Refusal(`The file is not ${encoding}: pass another --encoding.`);
    throw new Refusal('The file is not UTF-8: pass --encoding windows-1252, or whichever it was saved in.');
  }
}

function sameLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
