import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';

export interface ZipMember {
  /** Its last path segment, for people: no path of a zip is ever used. */
  readonly name: string;
  /** What its packer wrote, ms since the epoch: the clock of some computer, without a zone. */
  readonly changedAt: number;
  open(): Promise<Readable>;
}

/** The files of a zip that may hold numbers, checked before any of it is unpacked; `close` when they are read. */
export async function openZip(path: string, limits: Limits): Promise<{ members: ZipMember[]; close(): void }> {
  const zip = await opened(path);
  try {
    const entries = await listed(zip, limits);
    refuseBombs(entries, limits);
    const members = entries.filter(isFile).map((entry) => member(zip, entry));
    return { members, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function opened(path: string): Promise<ZipFile> {
  // Sizes are checked while unpacking: what a zip says of itself is not believed.
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: false };
  return new Promise((resolve, reject) => {
    yauzl.open(path, options, (error, zip) => (error === null ? resolve(zip) : reject(damaged(error))));
  });
}

function listed(zip: ZipFile, limits: Limits): Promise<Entry[]> {
  const { entries: most } = limits;
  if (zip.entryCount > most) throw new Refusal(`The zip holds ${zip.entryCount} files; at most ${most} are read.`);
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', (error) => reject(damaged(error)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > most) reject(new Refusal(`The zip holds more than ${most} files.`));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

function refuseBombs(entries: readonly Entry[], { unpackedBytes, ratio, ratioFrom }: Limits): void {
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  const packed = entries.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  if (unpacked > unpackedBytes) throw new Refusal(`Unpacked the zip is larger than ${sizeText(unpackedBytes)}.`);
  if (unpacked > ratioFrom && unpacked > ratio * packed) {
    throw new Refusal(`The zip unpacks to more than ${ratio} times its size: no export does.`);
  }
  refuseOverlaps(entries);
}

/** Files that share their packed bytes make a small zip endless. */
function refuseOverlaps(entries: readonly Entry[]): void {
  const places = entries
    .map(({ relativeOffsetOfLocalHeader: from, compressedSize }) => ({ from, to: from + compressedSize }))
    .sort((a, b) => a.from - b.from);
  places.forEach(({ from }, index) => {
    const before = places[index - 1];
    if (before !== undefined && from < before.to) throw new Refusal('Files in the zip overlap: no export does that.');
  });
}

function isFile({ fileName }: Entry): boolean {
  const name = lastSegment(fileName);
  // macOS puts copies of a file's attributes beside it.
  return name !== '' && !name.startsWith('.') && !fileName.startsWith('__MACOSX/');
}

function member(zip: ZipFile, entry: Entry): ZipMember {
  return {
    name: lastSegment(entry.fileName),
    changedAt: entry.getLastModDate().getTime(),
    open: () =>
      new Promise((resolve, reject) => {
        if (entry.isEncrypted()) return reject(new Refusal('The zip is encrypted: unpack it first.'));
        zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(damaged(error))));
      }),
  };
}

function lastSegment(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? '';
}

function damaged(error: Error): Refusal {
  return new Refusal(`The zip cannot be read: ${error.message}.`, { cause: error });
}

export function sizeText(bytes: number): string {
  return bytes >= 1_073_741_824 ? `${bytes / 1_073_741_824} GB` : `${Math.round(bytes / 1_048_576)} MB`;
}
