import { setTimeout } from 'node:timers/promises';
import { writeChange } from '../../audit/write-change.ts';
import { type ArchiveState, archiveStateIn, isRunning } from '../../import/archive/archive-outcome.ts';
import type { ArchivePreview } from '../../import/desk/take-archive.ts';
import { keepOutcome, piecesOf } from '../../store/imports/upload-rows.ts';
import type { UploadRow } from '../../store/schema.ts';
import { FileAnswer } from '../contract/file-answer.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { deskOf, inWords, ownStore } from '../imports/desk-of.ts';
import type { MemberHandlers, RouteReply } from '../server/handlers.ts';

type ArchiveRouteId =
  | 'export_archive'
  | 'preview_archive'
  | 'import_archive'
  | 'get_archive_import'
  | 'list_archive_ids';
type ShownImport = RouteReply<'get_archive_import'>['body']['data'];

const answeredAfterMs = 5_000;

export function archiveHandlers({ keys, imports, archiveOf }: DashboardContext): Pick<MemberHandlers, ArchiveRouteId> {
  const { store, now } = keys;
  const desk = () => deskOf(imports);
  const shown = (upload: UploadRow): ShownImport => {
    const state = archiveStateIn(upload.outcome);
    return shownState(state, isRunning(state, { now: now(), isGone: desk().isGone }));
  };

  return {
    async export_archive(_input, { membership: { organizationId }, visitor }) {
      const content = noted(ownStore(archiveOf)(organizationId), () =>
        writeChange(store.write, keys, { organizationId, event: 'archive.exported', by: visitor.person.id }),
      );
      const name = `archive-${new Date(now()).toISOString().slice(0, 10)}.zip`;
      return { status: 200, body: new FileAnswer(name, 'application/zip', content) };
    },
    preview_archive: ({ body }, { membership: { organizationId } }) =>
      inWords(async () => {
        const upload = await desk().uploads.whole(organizationId, body.upload_id);
        const done = await desk().ask({ kind: 'look at archive', upload });
        if (done.kind !== 'archive looked at') throw new Error(`The archive was ${done.kind}`);
        return { status: 200, body: { data: shownPreview(done.archive) } };
      }),
    import_archive: ({ body }, { membership: { organizationId }, visitor }) =>
      inWords(async () => {
        const upload = await desk().uploads.whole(organizationId, body.upload_id);
        const before = archiveStateIn(upload.outcome);
        const isFree = before?.state !== 'done' && !isRunning(before, { now: now(), isGone: desk().isGone });
        const running = JSON.stringify({ state: 'running', claim: desk().claim, since: now() } satisfies ArchiveState);
        if (isFree && (await keepOutcome(store.write, upload, running, upload.outcome))) {
          const done = desk().ask({ kind: 'take archive', upload, by: visitor.person.id, running });
          done.catch(desk().onError);
          await Promise.race([done.catch(() => undefined), setTimeout(answeredAfterMs, null, { ref: false })]);
        }
        return { status: 202, body: { data: shown(await desk().uploads.find(organizationId, upload.id)) } };
      }),
    get_archive_import: ({ params }, { membership: { organizationId } }) =>
      inWords(async () => {
        return { status: 200, body: { data: shown(await desk().uploads.find(organizationId, params.upload_id)) } };
      }),
    list_archive_ids: ({ params }, { membership: { organizationId } }) =>
      inWords(async () => {
        const upload = await desk().uploads.find(organizationId, params.upload_id);
        const isDone = archiveStateIn(upload.outcome)?.state === 'done';
        const content = piecesOf(store.read, isDone ? upload : { ...upload, pieces: 0 });
        return { status: 200, body: new FileAnswer('ids.csv', 'text/csv; charset=utf-8; header=present', content) };
      }),
  };
}

/** Nothing leaves that the trail does not tell of: it is written before the first piece goes, and after any refusal. */
async function* noted(content: AsyncIterable<Uint8Array>, note: () => Promise<void>): AsyncGenerator<Uint8Array> {
  let isNoted = false;
  for await (const piece of content) {
    if (!isNoted) await note();
    isNoted = true;
    yield piece;
  }
}

function shownPreview({ organizationName, createdAt, version, files, refusal }: ArchivePreview) {
  const held = files.filter(({ rows }) => rows > 0);
  return {
    type: 'archive' as const,
    organization_name: organizationName,
    created_at: createdAt,
    version,
    rows: Object.fromEntries(held.map(({ name, rows }) => [name.replace(/\.ndjson$/, ''), rows])),
    refusal,
  };
}

function shownState(state: ArchiveState | null, isUnderWay: boolean): ShownImport {
  const told = { type: 'archive_import' as const, rows: null, changed_ids: null, reason: null };
  switch (state?.state) {
    case undefined:
      return { ...told, state: 'waiting' };
    case 'running':
      return { ...told, state: isUnderWay ? 'running' : 'ended' };
    case 'done':
      return { ...told, state: 'done', rows: state.rows, changed_ids: state.changedIds };
    case 'refused':
      return { ...told, state: 'refused', reason: state.reason };
  }
}
