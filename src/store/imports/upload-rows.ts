import type { Kysely } from 'kysely';
import type { Schema, UploadRow } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';

/* Files on their way from pages. Pieces have no organization of their own: every question of them asks for their upload's. */

/** An upload of an organization, as its row has it. */
export type UploadOf = Pick<UploadRow, 'organization_id' | 'id'>;

/** Pieces that are forgotten in one statement, 6 MB at most: others write in between. */
const forgottenTogether = 8;

export function findUpload(db: Kysely<Schema>, { organization_id, id }: UploadOf): Promise<UploadRow | undefined> {
  return db
    .selectFrom('uploads')
    .selectAll()
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** How many files of an organization wait, and the bytes that they have or will have. */
export async function waitingUploads(
  db: Kysely<Schema>,
  organizationId: string,
): Promise<{ files: number; bytes: number }> {
  const { files, bytes } = await db
    .selectFrom('uploads')
    .select(({ fn }) => [fn.countAll<number>().as('files'), fn.sum<number | null>('bytes').as('bytes')])
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return { files: Number(files), bytes: Number(bytes ?? 0) };
}

/** Adds a piece behind those that are here, where the upload ends there still. @returns whether it did */
export async function addPiece(writer: Writer, upload: UploadRow, content: Buffer): Promise<boolean> {
  return await inTransaction(writer, async (db) => {
    const moved = await db
      .updateTable('uploads')
      .set({ arrived: upload.arrived + content.length, pieces: upload.pieces + 1 })
      .where('organization_id', '=', upload.organization_id)
      .where('id', '=', upload.id)
      .where('arrived', '=', upload.arrived)
      .where('pieces', '=', upload.pieces)
      .returning('id')
      .executeTakeFirst();
    if (moved === undefined) return false;
    await db.insertInto('upload_pieces').values({ upload_id: upload.id, number: upload.pieces, content }).execute();
    return true;
  });
}

/** The content of an upload, a piece at a time. */
export async function* piecesOf(db: Kysely<Schema>, upload: UploadOf & Pick<UploadRow, 'pieces'>) {
  for (let number = 0; number < upload.pieces; number += 1) {
    const piece = await db
      .selectFrom('upload_pieces')
      .select('content')
      .where('upload_id', 'in', ownUpload(db, upload))
      .where('number', '=', number)
      .executeTakeFirst();
    if (piece === undefined) return;
    yield piece.content;
  }
}

/** Keeps what came of an upload; `from`: only where that is what was kept before. @returns whether it was kept */
export async function keepOutcome(
  db: Kysely<Schema>,
  { organization_id, id }: UploadOf,
  outcome: string,
  from: string | null,
): Promise<boolean> {
  const kept = await db
    .updateTable('uploads')
    .set({ outcome })
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .where('outcome', from === null ? 'is' : '=', from)
    .returning('id')
    .executeTakeFirst();
  return kept !== undefined;
}

/** Puts other content in the place of an upload's, in an open transaction. */
export async function replacePieces(db: Kysely<Schema>, upload: UploadOf, content: Iterable<Buffer>): Promise<void> {
  await db.deleteFrom('upload_pieces').where('upload_id', 'in', ownUpload(db, upload)).execute();
  let pieces = 0;
  let bytes = 0;
  for (const piece of content) {
    await db.insertInto('upload_pieces').values({ upload_id: upload.id, number: pieces, content: piece }).execute();
    pieces += 1;
    bytes += piece.length;
  }
  await db
    .updateTable('uploads')
    .set({ pieces, bytes, arrived: bytes })
    .where('organization_id', '=', upload.organization_id)
    .where('id', '=', upload.id)
    .execute();
}

/** Forgets an upload, some pieces at a time. */
export async function dropUpload(db: Kysely<Schema>, upload: UploadOf & Pick<UploadRow, 'pieces'>): Promise<void> {
  for (let from = 0; from < upload.pieces; from += forgottenTogether) {
    await db
      .deleteFrom('upload_pieces')
      .where('upload_id', 'in', ownUpload(db, upload))
      .where('number', '<', from + forgottenTogether)
      .execute();
  }
  await db
    .deleteFrom('uploads')
    .where('organization_id', '=', upload.organization_id)
    .where('id', '=', upload.id)
    .execute();
}

function ownUpload(db: Kysely<Schema>, { organization_id, id }: UploadOf) {
  return db.selectFrom('uploads').select('id').where('organization_id', '=', organization_id).where('id', '=', id);
}

/** What nobody has gone on with for so long is forgotten. */
const keptMs = 24 * 3_600_000;

/** Forgets uploads of all organizations whose time is over. */
export async function dropOldUploads(db: Kysely<Schema>, now: number): Promise<void> {
  const old = await db
    .selectFrom('uploads')
    .select(['organization_id', 'id', 'pieces'])
    .where('begun_at', '<', new Date(now - keptMs).toISOString())
    .execute();
  for (const upload of old) await dropUpload(db, upload);
}
