import { setTimeout } from 'node:timers/promises';
import { notFound, Problem } from '../../contract/problem.ts';
import { rejectsCsv } from '../../import/run/rejects-csv.ts';
import { clearSampleData } from '../../organizations/change.ts';
import { findImport, importRejects, listImports } from '../../store/imports/import-rows.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { deskOf, inWords } from '../imports/desk-of.ts';
import { shownImport, shownOutcome } from '../imports/shown-import.ts';
import type { MemberVisit } from '../people/visit.ts';
import type { MemberHandlers, RouteInput } from '../server/handlers.ts';

const answeredAfterMs = 5_000;

type ImportRouteId =
  | 'list_imports'
  | 'begin_upload'
  | 'write_upload'
  | 'discard_upload'
  | 'preview_import'
  | 'start_import'
  | 'take_back_import'
  | 'list_import_rejects'
  | 'clear_sample_data';

export function importHandlers({ keys, imports }: DashboardContext): Pick<MemberHandlers, ImportRouteId> {
  const { store } = keys;

  async function take(
    { body }: Pick<RouteInput<'preview_import' | 'start_import'>, 'body'>,
    { membership: { organizationId }, visitor }: MemberVisit,
    isDryRun: boolean,
  ) {
    const desk = deskOf(imports);
    const upload = await desk.uploads.whole(organizationId, body.upload_id);
    const by = visitor.person.id;
    const done = await desk.ask({ kind: 'take', organizationId, upload, said: body.said, by, isDryRun });
    const outcomes = done.kind === 'taken' ? done.outcomes : [];
    const isOver = outcomes.every(({ kind }) => kind === 'imported' || kind === 'known' || kind === 'nothing');
    if (isOver && !isDryRun) await desk.uploads.remove(organizationId, body.upload_id);
    return outcomes.map(shownOutcome);
  }

  return {
    async list_imports({ query }, { membership: { organizationId } }) {
      const rows = await listImports(store.read, organizationId, query.limit);
      const organization = await store.read
        .selectFrom('organizations')
        .select('holds_sample_data')
        .where('id', '=', organizationId)
        .executeTakeFirst();
      const data = rows.map((row) => shownImport(row, imports?.progressOf(row.id) ?? null));
      return { status: 200, body: { data, holds_sample_data: organization?.holds_sample_data === 1 } };
    },
    begin_upload: ({ body }, { membership: { organizationId } }) =>
      inWords(async () => {
        const facts = { name: body.name, bytes: body.bytes, changedAt: body.changed_at };
        const id = await deskOf(imports).uploads.begin(organizationId, facts);
        return { status: 201, body: { data: { type: 'upload', id } } };
      }),
    write_upload: ({ params, body }, { membership: { organizationId } }) =>
      inWords(async () => {
        const piece = Buffer.from(body.data, 'base64');
        await deskOf(imports).uploads.write(organizationId, params.upload_id, body.at, piece);
        return { status: 204 };
      }),
    discard_upload: ({ params }, { membership: { organizationId } }) =>
      inWords(async () => {
        await deskOf(imports).uploads.remove(organizationId, params.upload_id);
        return { status: 204 };
      }),
    preview_import: (input, visit) =>
      inWords(async () => ({ status: 200, body: { data: await take(input, visit, true) } })),
    start_import: (input, visit) =>
      inWords(async () => {
        const taken = take(input, visit, false);
        // Nobody holds a request for minutes: whoever waits for a large file looks at the list.
        const data = await Promise.race([taken, setTimeout(answeredAfterMs, null, { ref: false })]);
        if (data !== null) return { status: 200, body: { data } };
        taken.catch(imports?.onError);
        return { status: 202, body: { data: [] } };
      }),
    take_back_import: ({ params }, { membership: { organizationId }, visitor }) =>
      inWords(async () => {
        const found = await findImport(store.read, { organizationId, importId: params.import_id });
        if (found === undefined) throw notFound('import');
        const job = { kind: 'take back', organizationId, importId: found.id, by: visitor.person.id } as const;
        const done = await deskOf(imports).ask(job);
        if (done.kind === 'taken back' && done.outcome.kind === 'busy') {
          throw new Problem('CONFLICT', 'This import is under way: take it back when it has ended.');
        }
        return { status: 204 };
      }),
    async list_import_rejects({ params }, { membership: { organizationId } }) {
      const found = await findImport(store.read, { organizationId, importId: params.import_id });
      if (found === undefined) throw notFound('import');
      const csv = rejectsCsv(await importRejects(store.read, found));
      return { status: 200, body: { data: { type: 'import_rejects', csv } } };
    },
    async clear_sample_data(_input, { membership: { organizationId }, visitor }) {
      await clearSampleData(keys, organizationId, visitor.person.id);
      return { status: 204 };
    },
  };
}
