import { randomUUID } from 'node:crypto';
import { redactKeys } from '../contract/redact.ts';

const visibleAscii = /^[\x21-\x7e]{1,128}$/;

/** An incoming X-Request-ID of 1–128 visible ASCII characters is kept, any other is replaced (contract §1, Request id). */
export function requestIdOf(incoming: string | string[] | undefined): string {
  // It is logged and shown, so one that holds a key is not kept.
  return typeof incoming === 'string' && visibleAscii.test(incoming) && redactKeys(incoming) === incoming
    ? incoming
    : randomUUID();
}
