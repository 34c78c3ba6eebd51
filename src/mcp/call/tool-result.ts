import type { ToolResult } from '../sdk/surface.ts';
import { sayingNotAvailable } from './not-available.ts';

/**
 * A result in both forms: the structure as the v2 API answers it, and a text that is complete without it: the same as
 * JSON with nulls left out, and with `not available` for numbers that no source gave.
 */
export function toolResult(structure: Record<string, unknown>, text: string = compactText(structure)): ToolResult {
  return { content: [{ type: 'text', text }], structuredContent: structure };
}

export function compactText(structure: Record<string, unknown>): string {
  return JSON.stringify(withoutNulls(sayingNotAvailable(structure)));
}

/** A call for each object and list, not for each value: these are thousands. */
function withoutNulls(value: object): object {
  if (Array.isArray(value)) {
    return value.map((part: unknown) => (typeof part === 'object' && part !== null ? withoutNulls(part) : part));
  }
  const kept: Record<string, unknown> = {};
  const entries: readonly [string, unknown][] = Object.entries(value);
  for (const [name, part] of entries) {
    if (part !== null) kept[name] = typeof part === 'object' ? withoutNulls(part) : part;
  }
  return kept;
}
