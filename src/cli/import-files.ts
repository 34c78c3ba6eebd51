import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openSource } from '../import/files/source-file.ts';
import { claimMs, type ImportContext } from '../import/import-context.ts';
import { Refusal } from '../import/refusal.ts';
import { answersOf, type Mapping, type SaidOfFile, saidOf } from '../import/run/mapping.ts';
import { type FileOutcome, takeFile } from '../import/run/take-file.ts';

export interface FilesToTake {
  readonly organizationId: string;
  readonly paths: readonly string[];
  readonly mapping: Mapping;
  /** What was said of all files, beside the mapping. */
  readonly said: SaidOfFile;
  readonly isDryRun: boolean;
}

/** Takes files one after another; what is wrong with one stops no other. */
export async function* takeFiles(context: ImportContext, given: FilesToTake): AsyncGenerator<FileOutcome> {
  for (const path of given.paths) {
    const name = basename(path);
    try {
      const opened = await openSource(path, {}, context.limits);
      try {
        for (const file of opened.files) {
          const shown = file.name === name ? name : `${name} / ${file.name}`;
          const said = { ...saidOf(given.mapping, name), ...saidOf(given.mapping, file.name), ...given.said };
          const answers = answersOf(said, context.now());
          yield await whenFree(context, { ...given, file: { ...file, name: shown }, answers, by: 'cli' });
        }
      } finally {
        opened.close();
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      yield { name, tables: [], kind: 'refused', reason: error.message, importId: null };
    }
  }
}

/** A process that was killed says nothing for a while before another goes on with its file. */
async function whenFree(context: ImportContext, given: Parameters<typeof takeFile>[1]): Promise<FileOutcome> {
  const until = context.now() + claimMs + 2_000;
  for (;;) {
    const outcome = await takeFile(context, given);
    if (outcome.kind !== 'busy' || context.now() > until) return outcome;
    await setTimeout(500);
  }
}
