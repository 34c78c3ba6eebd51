import { z } from 'zod';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { one } from '../../contract/resources/envelope.ts';
import { fileAnswer } from './file-answer.ts';
import { route } from './route.ts';

/** What an archive says of itself, and why it cannot be taken in here, where that is so. */
const archivePreview = z.object({
  type: z.literal('archive'),
  organization_name: z.string(),
  created_at: instant,
  version: z.string(),
  /** Of each table that holds any. */
  rows: z.record(z.string(), z.int()),
  refusal: z.string().nullable(),
});

/** `ended`: whoever worked on it is gone, and nothing of it was taken in. */
const archiveImport = z.object({
  type: z.literal('archive_import'),
  state: z.enum(['waiting', 'running', 'done', 'refused', 'ended']),
  rows: z.int().nullable(),
  /** How many ids were taken and are others here. */
  changed_ids: z.int().nullable(),
  reason: z.string().nullable(),
});

const shared = { params: nothing, query: nothing, body: noBody, access: 'owner' } as const;
const uploadId = z.strictObject({ upload_id: uuid });

/** An organization whole, out and in (docs/export.md). Uploads are those of files. */
export const archiveRoutes = {
  /** A zip of all but people, keys, sessions and the trail, as it is at this moment. */
  export_archive: route({
    ...shared,
    id: 'export_archive',
    method: 'GET',
    path: '/archive',
    noun: 'archive',
    answers: { 200: fileAnswer },
  }),
  /** What an archive holds; nothing is stored. */
  preview_archive: route({
    ...shared,
    id: 'preview_archive',
    method: 'POST',
    path: '/archive/previews',
    noun: 'archive',
    body: uploadId,
    answers: { 200: one(archivePreview) },
  }),
  /** Takes an archive in, whole or not at all. It may go on after the answer: `get_archive_import` tells. */
  import_archive: route({
    ...shared,
    id: 'import_archive',
    method: 'POST',
    path: '/archive',
    noun: 'archive',
    body: uploadId,
    answers: { 202: one(archiveImport) },
  }),
  /** Told for a day. */
  get_archive_import: route({
    ...shared,
    id: 'get_archive_import',
    method: 'GET',
    path: '/archive/{upload_id}',
    noun: 'archive',
    params: uploadId,
    answers: { 200: one(archiveImport) },
  }),
  /** The ids that were taken, and those given in their place, as CSV. */
  list_archive_ids: route({
    ...shared,
    id: 'list_archive_ids',
    method: 'GET',
    path: '/archive/{upload_id}/ids',
    noun: 'archive',
    params: uploadId,
    answers: { 200: fileAnswer },
  }),
};
