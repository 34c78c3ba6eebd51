import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline, type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fileNameOf, manifestName } from '../../store/archive/manifest.ts';
import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { openZip, sizeText } from './zip.ts';

/** A file as it can be read, again and again, from its first byte. */
export interface SourceFile {
  readonly name: string;
  /** When it was last changed, ms since the epoch; it may give dates their year. */
  readonly changedAt: number;
  open(): Promise<Readable>;
}

export interface Opened {
  readonly files: readonly SourceFile[];
  close(): void;
}

/** The packed forms, by their first bytes: a name may say anything. */
const gzip = [0x1f, 0x8b];
const zip = [0x50, 0x4b];

/**
 * A file from somewhere, unpacked where it is packed.
 * @param given.name what its owner calls it
 * @throws Refusal for what is no text, or larger than may be
 */
export async function openSource(
  path: string,
  given: { readonly name?: string; readonly changedAt?: number },
  limits: Limits,
): Promise<Opened> {
  const facts = await stat(path);
  if (!facts.isFile()) throw new Refusal('This is no file.');
  if (facts.size > limits.fileBytes) throw new Refusal(`The file is larger than ${sizeText(limits.fileBytes)}.`);
  const name = given.name ?? basename(path);
  const changedAt = given.changedAt ?? Math.floor(facts.mtimeMs);
  const start = await firstBytes(path);
  const begins = (mark: readonly number[]) => mark.every((byte, index) => start[index] === byte);
  if (/\.xlsx?$/i.test(name)) throw new Refusal(spreadsheet);
  if (begins(gzip))
    return { files: [gunzipped(path, { name, changedAt }, facts.size, limits)], close: () => undefined };
  if (!begins(zip)) return { files: [plain(path, { name, changedAt })], close: () => undefined };
  const { members, close } = await openZip(path, limits);
  const holds = (member: string) => members.some(({ name }) => name === member);
  const why = holds('[Content_Types].xml') ? spreadsheet : archiveFiles.every(holds) ? archive : null;
  if (why !== null) {
    close();
    throw new Refusal(why);
  }
  return { files: members.map((member) => ({ ...member, open: () => bounded(member.open(), limits) })), close };
}

const spreadsheet =
  'This is a spreadsheet: open it, choose File, Save As (or Download), CSV UTF-8, and import that file.';

/** What every archive of an organization holds. */
const archiveFiles = [manifestName, fileNameOf({ table: 'accounts' }), fileNameOf({ table: 'account_looks' })];

const archive =
  'This is an archive of an organization: an owner takes it in whole, under “Archive” on the page Imports, or with --archive.';

function plain(path: string, facts: Pick<SourceFile, 'name' | 'changedAt'>): SourceFile {
  return { ...facts, open: async () => createReadStream(path) };
}

function gunzipped(
  path: string,
  { name, changedAt }: Pick<SourceFile, 'name' | 'changedAt'>,
  packed: number,
  limits: Limits,
): SourceFile {
  const most = Math.min(limits.unpackedBytes, Math.max(limits.ratioFrom, packed * limits.ratio));
  return {
    name: name.replace(/\.gz$/i, ''),
    changedAt,
    open: () =>
      bounded(Promise.resolve(pipeline(createReadStream(path), createGunzip(), () => undefined)), limits, most),
  };
}

/** Ends with a refusal where more comes than was said. */
async function bounded(source: Promise<Readable>, limits: Limits, most = limits.unpackedBytes): Promise<Readable> {
  let seen = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > most) done(new Refusal(`Unpacked the file is larger than ${sizeText(most)}.`));
      else done(null, chunk);
    },
  });
  return pipeline(await source, counter, () => undefined);
}

async function firstBytes(path: string): Promise<Uint8Array> {
  return Buffer.concat(await createReadStream(path, { end: 7 }).toArray());
}
