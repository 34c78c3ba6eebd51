import { redactKeys } from '../../contract/redact.ts';
import { visibleText } from '../../contract/visible-text.ts';

const longestName = 80;

/** What a client calls itself: foreign text that people read beside the name of their organization. Bounded, on one line. */
export function clientName(given: unknown): string {
  if (typeof given !== 'string') return 'Unnamed app';
  const line = redactKeys(visibleText(given.slice(0, 4 * longestName)))
    .replace(/\s+/g, ' ')
    .trim();
  return line === '' ? 'Unnamed app' : Array.from(line).slice(0, longestName).join('');
}
