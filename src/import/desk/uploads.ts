import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOwnFile, writePiece } from '../../store/own-file.ts';
import { Refusal } from '../refusal.ts';

/** What a page says of a file before it sends it. */
export interface UploadFacts {
  readonly name: string;
  readonly bytes: number;
  /** When the file was last changed, ms since the epoch. */
  readonly changedAt: number;
}

export interface Upload extends UploadFacts {
  readonly path: string;
}

/** Bytes that an organization may have on the way at once. */
const quotaBytes = 512 * 1_048_576;
const mostUploads = 50;
/** What nobody has gone on with for so long is forgotten. */
const keptMs = 24 * 3_600_000;

const idShape = /^[0-9a-f-]{36}$/;

/** There is no such upload in the organization, or not any more. */
export class NoSuchUpload extends Error {
  override name = 'NoSuchUpload';
}

/** Files on their way from pages, in a folder of the organization. Their names are never part of a path. */
export class Uploads {
  private readonly folder: string;
  private readonly now: () => number;

  constructor(folder: string, now: () => number) {
    this.folder = folder;
    this.now = now;
  }

  /** @throws Refusal over the organization's quota */
  async begin(organizationId: string, facts: UploadFacts): Promise<string> {
    const folder = this.of(organizationId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await this.forgetOld(organizationId);
    const waiting = await this.list(organizationId);
    const bytes = waiting.reduce((sum, upload) => sum + upload.bytes, facts.bytes);
    if (waiting.length >= mostUploads || bytes > quotaBytes) {
      throw new Refusal('Too many files wait to be imported: import them or discard them first (512 MB, 50 files).');
    }
    const id = randomUUID();
    await (await makeOwnFile(join(folder, id))).close();
    const told = await makeOwnFile(join(folder, `${id}.json`));
    await told.writeFile(JSON.stringify(facts)).finally(() => told.close());
    return id;
  }

  /** Writes a piece where it belongs; a piece may come twice. @throws NoSuchUpload; Refusal beyond what was said */
  async write(organizationId: string, id: string, at: number, piece: Buffer): Promise<void> {
    const { path, bytes } = await this.find(organizationId, id);
    if (at + piece.length > bytes) throw new Refusal('The file is larger than was said.');
    if (!(await writePiece(path, piece, at))) throw new Refusal('A piece of the file is missing.');
  }

  /** @throws NoSuchUpload; Refusal where it is not all there */
  async whole(organizationId: string, id: string): Promise<Upload> {
    const upload = await this.find(organizationId, id);
    const { size } = await stat(upload.path);
    if (size !== upload.bytes) throw new Refusal('The file has not arrived whole: choose it again.');
    return upload;
  }

  async remove(organizationId: string, id: string): Promise<void> {
    await this.find(organizationId, id);
    await rm(join(this.of(organizationId), id), { force: true });
    await rm(join(this.of(organizationId), `${id}.json`), { force: true });
  }

  private async find(organizationId: string, id: string): Promise<Upload> {
    const path = join(this.of(organizationId), id);
    const text = idShape.test(id) ? await readFile(`${path}.json`, 'utf8').catch(() => null) : null;
    if (text === null) throw new NoSuchUpload();
    const facts: UploadFacts = JSON.parse(text);
    return { ...facts, path };
  }

  private async list(organizationId: string): Promise<Upload[]> {
    const names = await readdir(this.of(organizationId));
    const ids = names.filter((name) => idShape.test(name));
    const found = await Promise.all(ids.map((id) => this.find(organizationId, id).catch(() => null)));
    return found.flatMap((upload) => upload ?? []);
  }

  private async forgetOld(organizationId: string): Promise<void> {
    for (const name of await readdir(this.of(organizationId))) {
      const path = join(this.of(organizationId), name);
      const facts = await stat(path).catch(() => null);
      if (facts !== null && facts.mtimeMs < this.now() - keptMs) await rm(path, { force: true });
    }
  }

  private of(organizationId: string): string {
    if (!idShape.test(organizationId)) throw new Refusal('There is no such organization.');
    return join(this.folder, organizationId);
  }
}
