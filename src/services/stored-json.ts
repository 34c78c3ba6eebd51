import { z } from 'zod';

const texts = z.record(z.string(), z.string());
const anything = z.record(z.string(), z.unknown());

/** Metadata as it is stored. */
export function readMetadata(stored: string): Record<string, string> {
  return stored === '{}' ? {} : texts.parse(JSON.parse(stored));
}

/** What a platform said beside what we know to name. */
export function readPlatformData(stored: string): Record<string, unknown> {
  return stored === '{}' ? {} : anything.parse(JSON.parse(stored));
}
