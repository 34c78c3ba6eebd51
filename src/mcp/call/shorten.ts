import { cutText } from './cut-text.ts';
import { fitsTokens } from './token-estimate.ts';
import { compactText } from './tool-result.ts';

interface Bounds {
  characters: number;
  items: number;
  depth: number;
}

/** In order of severity: captions first, then long lists, then deeply nested values. */
const steps: readonly Bounds[] = [
  { characters: 1_000, items: 1_000, depth: 12 },
  { characters: 300, items: 200, depth: 8 },
  { characters: 150, items: 50, depth: 6 },
  { characters: 80, items: 20, depth: 5 },
  { characters: 40, items: 8, depth: 4 },
];

const note = 'Long texts and lists are shortened to stay under 8,000 tokens; the REST API gives them whole.';

/** For an answer that cannot be asked for in smaller parts: the least shortening that fits. */
export function shortened(body: Record<string, unknown>, bound: number): Record<string, unknown> {
  for (const step of steps) {
    const cut = Object.fromEntries(Object.entries(body).map(([name, part]) => [name, shorten(part, step, 1)]));
    const noted = { ...cut, note: typeof body.note === 'string' ? `${body.note} ${note}` : note };
    if (fitsTokens(compactText(noted), bound)) return noted;
  }
  return { note };
}

function shorten(value: unknown, bounds: Bounds, depth: number): unknown {
  if (typeof value === 'string') return shortText(value, bounds.characters);
  if (typeof value !== 'object' || value === null) return value;
  // Of the type that it was: clients check a result against the tool's schema.
  if (depth > bounds.depth) return Array.isArray(value) ? [] : {};
  if (Array.isArray(value)) return value.slice(0, bounds.items).map((item) => shorten(item, bounds, depth + 1));
  const entries = Object.entries(value).slice(0, Math.max(bounds.items, 60));
  // A cursor is useless once it is cut.
  const cut = ([name, part]: [string, unknown]) => [
    name,
    name === 'next_cursor' ? part : shorten(part, bounds, depth + 1),
  ];
  return Object.fromEntries(entries.map(cut));
}

function shortText(text: string, characters: number): string {
  const cut = cutText(text, characters);
  return cut === text ? text : `${cut}…`;
}
