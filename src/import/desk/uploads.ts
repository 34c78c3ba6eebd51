import { holdOrganization } from '../../organizations/hold-organization.ts';
import { addPiece, dropOldUploads, dropUpload, findUpload, waitingUploads } from '../../store/imports/upload-rows.ts';
import type { UploadRow } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { inTransaction } from '../../store/transaction.ts';
import { Refusal } from '../refusal.ts';

/** What a page says of a file before it sends it. */
export interface UploadFacts {
  readonly name: string;
  readonly bytes: number;
  /** When the file was last changed, ms since the epoch. */
  readonly changedAt: number;
}

/** Bytes that an organization may have on the way at once. */
const quotaBytes = 512 * 1_048_576;
const mostUploads = 50;
/** The page sends half a megabyte in each. */
const mostPieces = 4_096;

/** There is no such upload in the organization, or not any more. */
export class NoSuchUpload extends Error {
  override name = 'NoSuchUpload';
}

interface UploadsSetting {
  readonly store: Pick<Store, 'dialect' | 'write'>;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Files on their way from pages. They are in the store, so that each request of a page may reach another process. */
export class Uploads {
  private readonly setting: UploadsSetting;

  constructor(setting: UploadsSetting) {
    this.setting = setting;
  }

  /** @throws Refusal over the organization's quota */
  async begin(organizationId: string, { name, bytes, changedAt }: UploadFacts): Promise<string> {
    const { store, now, newId } = this.setting;
    await dropOldUploads(store.write, now());
    const id = newId();
    await inTransaction(store, async (db) => {
      await holdOrganization(db, organizationId);
      const waiting = await waitingUploads(db, organizationId);
      if (waiting.files >= mostUploads || waiting.bytes + bytes > quotaBytes) {
        throw new Refusal('Too many files wait to be imported: import them or discard them first (512 MB, 50 files).');
      }
      const told = {
        name: name.replaceAll('\u0000', ''),
        bytes,
        changed_at: changedAt,
        begun_at: new Date(now()).toISOString(),
      };
      await db
        .insertInto('uploads')
        .values({ id, organization_id: organizationId, ...told, arrived: 0, pieces: 0, outcome: null })
        .execute();
    });
    return id;
  }

  /** Adds a piece; one that was sent twice counts once. @throws NoSuchUpload; Refusal where it does not go on from there */
  async write(organizationId: string, id: string, at: number, piece: Buffer): Promise<void> {
    const upload = await this.find(organizationId, id);
    if (at + piece.length > upload.bytes) throw new Refusal('The file is larger than was said.');
    if (piece.length === 0 || at + piece.length <= upload.arrived) return;
    if (upload.pieces >= mostPieces) throw new Refusal('The file comes in too many pieces.');
    const isNext = at === upload.arrived && (await addPiece(this.setting.store, upload, piece));
    if (!isNext) throw new Refusal('A piece of the file is missing, or overlaps another.');
  }

  /** @throws NoSuchUpload; Refusal where it is not all there */
  async whole(organizationId: string, id: string): Promise<UploadRow> {
    const upload = await this.find(organizationId, id);
    if (upload.arrived !== upload.bytes) throw new Refusal('The file has not arrived whole: choose it again.');
    return upload;
  }

  async remove(organizationId: string, id: string): Promise<void> {
    await dropUpload(this.setting.store.write, await this.find(organizationId, id));
  }

  /** @throws NoSuchUpload */
  async find(organizationId: string, id: string): Promise<UploadRow> {
    const found = await findUpload(this.setting.store.write, { organization_id: organizationId, id });
    if (found === undefined) throw new NoSuchUpload();
    return found;
  }
}
