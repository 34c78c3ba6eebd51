import { randomUUID } from 'node:crypto';
import { type CallerWords, noKeys } from '../contract/caller-words.ts';

const visibleAscii = /^[\x21-\x7e]{1,128}$/;

/**
 * An incoming X-Request-ID of 1–128 visible ASCII characters is kept, any other is replaced (contract §1, Request id).
 * It is logged, shown and sent on: so is one that holds a key or a URL.
 */
export function requestIdOf(incoming: string | string[] | undefined, words: CallerWords = noKeys): string {
  return typeof incoming === 'string' && visibleAscii.test(incoming) && words.kept(incoming) === incoming
    ? incoming
    : randomUUID();
}
