import type { ToolResult } from '../sdk/surface.ts';

/**
 * A result in both forms: the structure as the v2 API answers it, and a text that is complete without it: the same as
 * JSON with nulls left out.
 */
export function toolResult(structure: Record<string, unknown>, text: string = compactText(structure)): ToolResult {
  return { content: [{ type: 'text', text }], structuredContent: structure };
}

export function compactText(structure: unknown): string {
  return JSON.stringify(withoutNulls(structure));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) if (part !== null) kept[name] = withoutNulls(part);
  return kept;
}
