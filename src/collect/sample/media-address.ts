import type { Platform } from '../../store/schema.ts';

/** An https address under `.example`, which is reserved (RFC 2606) and so belongs to nobody. */
export function mediaAddress(platform: Platform, path: string): string {
  return `https://media.sample.example/${platform}/${path}`;
}
