import { type CallerWords, noKeys } from '../contract/caller-words.ts';

/** Enough to see what was asked; metadata and batches of ids are longer. */
const mostCharacters = 2_000;
/** Of one text: what is cut out of it makes room for what follows, but a megabyte is not looked through. */
const mostRead = 8_000;

const secretName = /key|token|secret|password|authorization|cookie/i;

/** The arguments of a tool call as AUDIT_ARGUMENTS=on keeps them: bounded, without anything that looks like a secret. */
export function shownArguments(args: Readonly<Record<string, unknown>>, words: CallerWords = noKeys): string {
  const shown = textOf(args, (text) => words.kept(text.slice(0, mostRead)));
  return shown.length <= mostCharacters ? shown : `${shown.slice(0, mostCharacters)}…`;
}

function textOf(args: Readonly<Record<string, unknown>>, kept: (text: string) => string): string {
  try {
    return JSON.stringify(args, (name, value: unknown) => {
      if (typeof value === 'string') return secretName.test(name) ? '[hidden]' : kept(value);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      // Names of fields are the caller's words too.
      return Object.fromEntries(Object.entries(value).map(([field, inner]) => [kept(field), inner]));
    });
  } catch (error) {
    // Writing JSON needs more stack than reading it, so deep arguments may fail here. The call gets its row
    // nevertheless.
    if (error instanceof RangeError) return '"[nested too deep to be kept]"';
    throw error;
  }
}
