import { unfinishedImports } from '../../store/imports/import-rows.ts';
import { applyImport } from '../apply/apply-import.ts';
import { openSource } from '../files/source-file.ts';
import type { ImportContext } from '../import-context.ts';
import { answersOf } from '../run/mapping.ts';
import { refuseSample } from '../run/refuse-sample.ts';
import { takeBackAudited } from '../run/take-back-audited.ts';
import { type FileOutcome, takeFile } from '../run/take-file.ts';
import type { Done, Job } from './jobs.ts';

/** Does one job. @throws Refusal in words for people */
export async function doJob(context: ImportContext, job: Job): Promise<Done> {
  switch (job.kind) {
    case 'take':
      return { kind: 'taken', outcomes: await take(context, job) };
    case 'take back':
      return { kind: 'taken back', outcome: await takeBackAudited(context, job) };
    case 'go on':
      return { kind: 'gone on', imports: await goOn(context) };
  }
}

async function take(context: ImportContext, job: Extract<Job, { kind: 'take' }>): Promise<FileOutcome[]> {
  const { organizationId, upload, by, isDryRun } = job;
  await refuseSample(context.store, organizationId);
  const answers = answersOf(job.said, context.now());
  const opened = await openSource(upload.path, upload, context.limits);
  try {
    const outcomes: FileOutcome[] = [];
    for (const file of opened.files) {
      outcomes.push(await takeFile(context, { organizationId, file, answers, by, isDryRun }));
    }
    return outcomes;
  } finally {
    opened.close();
  }
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
