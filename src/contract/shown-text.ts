import { redactKeys } from './redact.ts';
import { visibleText } from './visible-text.ts';

/**
 * A text of a problem or a protocol error, which may repeat what was asked. Keys are looked for in what is left to see:
 * one that is broken up by what nobody sees would be whole again afterwards.
 */
export function shownText(text: string): string {
  return redactKeys(visibleText(text));
}
