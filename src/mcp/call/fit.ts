import { type Columns, pickColumns } from './columns.ts';
import { narrowerOf, rowCount } from './narrower.ts';
import type { Arguments } from './operation-arguments.ts';
import { shortened } from './shorten.ts';
import { estimateTokens, tokensAtMost } from './token-estimate.ts';
import { compactText } from './tool-result.ts';

/** The most tokens of a text form is 8,000 (contract §4, Limits); the note that says how to get the rest needs some. */
const bound = 7_700;

/** The most times that less is asked for: rows differ in size, so the first guess may still be too much. */
const mostTries = 4;

type Body = Record<string, unknown>;

/** An answer with its text form, which is kept because making it takes as long as the rest of a small call. */
interface Fitted {
  readonly body: Body;
  readonly text: string;
}

/**
 * An answer that fits the bound: as it is, or asked again for fewer rows with a note on how to get the rest, or with
 * long texts shortened and a note that says so.
 * @param ask asks the operation again
 */
export async function fitted(
  answer: Body,
  args: Arguments,
  columns: Columns,
  ask: (args: Arguments) => Promise<Body>,
): Promise<Fitted> {
  const picked = pickColumns(answer, columns);
  const text = compactText(picked);
  let tokens = tokensAtMost(text, bound);
  if (tokens <= bound) return { body: picked, text };
  let rows = rowCount(picked);
  let body = picked;
  for (let tries = 0; tries < mostTries && rows > 1; tries += 1) {
    rows = Math.max(1, Math.floor((rows * bound * 0.95) / tokens));
    const narrower = narrowerOf(answer, args, rows);
    if (narrower === null) break;
    const smaller = await ask(narrower.args);
    body = withNote(pickColumns(smaller, columns), narrower.rest(smaller));
    const smallerText = compactText(body);
    tokens = estimateTokens(smallerText);
    if (tokens <= bound) return { body, text: smallerText };
  }
  const short = shortened(body, bound);
  return { body: short, text: compactText(short) };
}

/** The note comes first: an agent reads it before the rows. */
function withNote(body: Body, note: string): Body {
  return note === '' ? body : { note, ...body };
}
