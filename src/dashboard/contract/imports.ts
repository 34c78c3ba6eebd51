import { z } from 'zod';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { one } from '../../contract/resources/envelope.ts';
import { route } from './route.ts';

/** What somebody says of a file, as they write it (docs/import.md). */
const said = z
  .strictObject({
    account: z.string().max(200),
    platform: z.enum(['instagram', 'tiktok']),
    year: z.int().min(2010).max(2100),
    observed_at: z.string().max(48),
    time_zone: z.string().max(64),
    decimal: z.enum(['.', ',']),
    date_order: z.enum(['mdy', 'dmy']),
    values: z.enum(['levels', 'gains']),
    encoding: z.string().max(40),
    columns: z.record(z.string().max(500), z.string().max(40).nullable()),
  })
  .partial();

const table = z.object({
  title: z.string(),
  recognised: z.string(),
  rows: z.int(),
  outcome: z.enum(['planned', 'asks', 'refused', 'nothing']),
  words: z.array(z.string()),
  taken: z.array(z.object({ column: z.string(), field: z.string() })),
  not_taken: z.array(z.object({ column: z.string(), reason: z.string() })),
  values: z.string().nullable(),
  time_zone: z.string().nullable(),
});

const totals = z.object({
  rows: z.int(),
  rejected: z.int(),
  unknown: z.int(),
  posts: z.int(),
  profiles: z.int(),
  days: z.int(),
  names: z.int(),
  sums: z.record(z.string(), z.number()),
  first: instant.nullable(),
  last: instant.nullable(),
});

/** What came of a file, or would. */
const outcome = z.object({
  type: z.literal('import_outcome'),
  name: z.string(),
  kind: z.enum(['imported', 'previewed', 'known', 'asks', 'refused', 'busy', 'nothing']),
  tables: z.array(table),
  /** What has to be said first, by its name among what may be said. */
  questions: z.array(z.object({ field: z.string(), sentence: z.string() })),
  reason: z.string().nullable(),
  import_id: z.string().nullable(),
  totals: totals.nullable(),
  preview: z
    .object({
      accounts: z.int(),
      new_accounts: z.int(),
      posts: z.int(),
      new_posts: z.int(),
      overlaps: z.array(z.object({ account: z.string(), since: z.string(), until: z.string() })),
      samples: z.array(z.string()),
    })
    .nullable(),
});

/** An import, as the list shows it. */
const shownImport = z.object({
  type: z.literal('import'),
  id: z.string(),
  name: z.string(),
  state: z.enum(['staging', 'staged', 'applying', 'applied', 'withdrawing', 'withdrawn', 'refused']),
  reason: z.string().nullable(),
  recognised: z.string(),
  rows: z.int(),
  rejected: z.int(),
  created_at: instant,
  created_by: z.string(),
  ended_at: instant.nullable(),
  taken_back_at: instant.nullable(),
  /** Of one that is under way: from 0 to 1, and the seconds left as far as they can be told. */
  progress: z.object({ share: z.number(), seconds_left: z.int().nullable() }).nullable(),
});

const shared = { params: nothing, query: nothing, body: noBody, access: 'admin' } as const;
const uploadId = z.strictObject({ upload_id: uuid });
const importId = z.strictObject({ import_id: uuid });

export const importRoutes = {
  /** The newest. */
  list_imports: route({
    ...shared,
    id: 'list_imports',
    method: 'GET',
    path: '/imports',
    noun: 'import',
    query: z.strictObject({ limit: z.int().min(1).max(10_000).default(200) }),
    answers: { 200: z.object({ data: z.array(shownImport), holds_sample_data: z.boolean() }) },
  }),
  /** Begins a file; its bytes follow in pieces. */
  begin_upload: route({
    ...shared,
    id: 'begin_upload',
    method: 'POST',
    path: '/imports/uploads',
    noun: 'upload',
    body: z.strictObject({
      name: z.string().min(1).max(255),
      bytes: z.int().min(0).max(1_073_741_824),
      /** When the file was last changed, ms since the epoch: it may give dates their year. */
      changed_at: z.int().min(0).max(8_640_000_000_000_000),
    }),
    answers: { 201: one(z.object({ type: z.literal('upload'), id: z.string() })) },
  }),
  /** Bytes of a file from a place on, in base64; the same may be sent again. */
  write_upload: route({
    ...shared,
    id: 'write_upload',
    method: 'POST',
    path: '/imports/uploads/{upload_id}/pieces',
    noun: 'upload',
    params: uploadId,
    body: z.strictObject({ at: z.int().min(0), data: z.base64().max(1_000_000) }),
    answers: { 204: null },
  }),
  discard_upload: route({
    ...shared,
    id: 'discard_upload',
    method: 'DELETE',
    path: '/imports/uploads/{upload_id}',
    noun: 'upload',
    params: uploadId,
    answers: { 204: null },
  }),
  /** What a file is and would change; nothing is stored. */
  preview_import: route({
    ...shared,
    id: 'preview_import',
    method: 'POST',
    path: '/imports/previews',
    noun: 'import',
    body: z.strictObject({ upload_id: uuid, said }),
    answers: { 200: z.object({ data: z.array(outcome) }) },
  }),
  /** Brings a file in; the list says how far it is. */
  start_import: route({
    ...shared,
    id: 'start_import',
    method: 'POST',
    path: '/imports',
    noun: 'import',
    body: z.strictObject({ upload_id: uuid, said }),
    /** 202: it takes longer, and the list says how far it is. */
    answers: { 200: z.object({ data: z.array(outcome) }), 202: z.object({ data: z.array(outcome) }) },
  }),
  /** Takes an import back whole. */
  take_back_import: route({
    ...shared,
    id: 'take_back_import',
    method: 'DELETE',
    path: '/imports/{import_id}',
    noun: 'import',
    params: importId,
    answers: { 204: null },
  }),
  /** The lines that were not taken, as CSV; kept for 30 days. */
  list_import_rejects: route({
    ...shared,
    id: 'list_import_rejects',
    method: 'GET',
    path: '/imports/{import_id}/rejects',
    noun: 'import',
    params: importId,
    answers: { 200: one(z.object({ type: z.literal('import_rejects'), csv: z.string() })) },
  }),
  /** Deletes invented numbers, so that real ones can follow. */
  clear_sample_data: route({
    ...shared,
    id: 'clear_sample_data',
    method: 'DELETE',
    path: '/sample-data',
    noun: 'sample data',
    answers: { 204: null },
  }),
};
