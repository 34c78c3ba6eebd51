import { unfinishedImports } from '../../store/imports/import-rows.ts';
import { applyImport } from '../apply/apply-import.ts';
import { openSource } from '../files/source-file.ts';
import type { ImportContext } from '../import-context.ts';
import { answersOf } from '../run/mapping.ts';
import { refuseSample } from '../run/refuse-sample.ts';
import { takeBackAudited } from '../run/take-back-audited.ts';
import { type FileOutcome, takeFile } from '../run/take-file.ts';
import type { DeskContext } from './desk-context.ts';
import type { Done, Job } from './jobs.ts';
import { lookAtArchive, takeArchive } from './take-archive.ts';
import { withUploadFile } from './upload-file.ts';

/** Does one job. @throws Refusal in words for people */
export async function doJob(context: DeskContext, job: Job): Promise<Done> {
  switch (job.kind) {
    case 'take':
      return { kind: 'taken', outcomes: await take(context, job) };
    case 'take back':
      return { kind: 'taken back', outcome: await takeBackAudited(context, job) };
    case 'look at archive':
      return { kind: 'archive looked at', archive: await lookAtArchive(context, job.upload) };
    case 'take archive':
      await takeArchive(context, job);
      return { kind: 'archive taken' };
    case 'go on':
      return { kind: 'gone on', imports: await goOn(context) };
  }
}

async function take(context: DeskContext, job: Extract<Job, { kind: 'take' }>): Promise<FileOutcome[]> {
  const { organizationId, upload, by, isDryRun } = job;
  await refuseSample(context.store, organizationId);
  const answers = answersOf(job.said, context.now());
  return await withUploadFile(context, upload, async (path) => {
    const opened = await openSource(path, { name: upload.name, changedAt: upload.changed_at }, context.limits);
    try {
      const outcomes: FileOutcome[] = [];
      for (const file of opened.files) {
        outcomes.push(await takeFile(context, { organizationId, file, answers, by, isDryRun }));
      }
      return outcomes;
    } finally {
      opened.close();
    }
  });
}

async function goOn(context: ImportContext): Promise<number> {
  const left = await unfinishedImports(context.store.write);
  const free = left.filter(
    ({ claim, claimed_until }) => claimed_until < context.now() || claim === null || context.isGone(claim),
  );
  for (const { id, organization_id: organizationId, state, created_by: by } of free) {
    if (state === 'applying') await applyImport(context, { organizationId, importId: id });
    else await takeBackAudited(context, { organizationId, importId: id, by });
  }
  return free.length;
}
