import { notFound, Problem } from '../../contract/problem.ts';
import type { ImportDesk } from '../../import/desk/import-desk.ts';
import { NoSuchUpload } from '../../import/desk/uploads.ts';
import { Refusal } from '../../import/refusal.ts';

/** The desk of this server. @throws Problem CONFLICT where it has none */
export function deskOf(desk: ImportDesk | null): ImportDesk {
  return ownStore(desk);
}

/** What is there only where this server has the data. @throws Problem CONFLICT where it has not */
export function ownStore<Part>(part: Part | null): Part {
  if (part !== null) return part;
  throw new Problem(
    'CONFLICT',
    'The data of this server is in a remote API: files go in and out where that has its store.',
  );
}

/** What is wrong with a file is said to whoever gave it. */
export async function inWords<Reply>(work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoSuchUpload) throw notFound('upload');
    if (error instanceof Refusal) throw new Problem('CONFLICT', error.message, { cause: error });
    throw error;
  }
}
