import { createHash } from 'node:crypto';
import type { SourceFile } from '../files/source-file.ts';
import type { Answers } from '../reading/answers.ts';

/** What makes two imports the same: the bytes of the file, and what was said about them. */
export async function fileHash(file: SourceFile, answers: Answers): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of await file.open()) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  const said = Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1));
  hash.update(JSON.stringify(said));
  return { sha256: hash.digest('hex'), bytes };
}
