import { redactKeys } from '../contract/redact.ts';

/** Enough to see what was asked; metadata and batches of ids are longer. */
const mostCharacters = 2_000;

const secretName = /key|token|secret|password|authorization|cookie/i;

/** The arguments of a tool call as AUDIT_ARGUMENTS=on keeps them: bounded, without anything that looks like a secret. */
export function shownArguments(args: Readonly<Record<string, unknown>>): string {
  const shown = redactKeys(textOf(args));
  return shown.length <= mostCharacters ? shown : `${shown.slice(0, mostCharacters)}…`;
}

function textOf(args: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(args, (name, value: unknown) =>
      secretName.test(name) && typeof value === 'string' ? '[hidden]' : value,
    );
  } catch (error) {
    // Writing JSON needs more stack than reading it, so deep arguments may fail here. The call gets its row
    // nevertheless.
    if (error instanceof RangeError) return '"[nested too deep to be kept]"';
    throw error;
  }
}
