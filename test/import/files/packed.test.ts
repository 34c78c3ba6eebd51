import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../../../src/import/files/source-file.ts';
import { limits } from '../../../src/import/limits.ts';

interface Member {
  name: string;
  content: Buffer;
  /** What the zip says of its size, where it lies. */
  said?: number;
  flags?: number;
}

/** A zip, written by hand: packers refuse to write such ones. */
function zipOf(members: readonly Member[], { overlap = false } = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content, said = content.length, flags = 0 } of members) {
    const packed = deflateRawSync(content);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(flags, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt16LE(0x4cf4, 6);
    facts.writeUInt16LE(0x5c98, 8);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(said, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), facts, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(overlap ? 0 : offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), facts, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

describe('packed files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-packed-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function read(name: string, content: Buffer, bounds = limits): Promise<Record<string, string>> {
    const path = join(folder, name);
    await writeFile(path, content);
    const opened = await openSource(path, {}, bounds);
    try {
      const all: Record<string, string> = {};
      for (const file of opened.files) all[file.name] = await text(await file.open());
      return all;
    } finally {
      opened.close();
    }
  }

  const csv = Buffer.from('username,followers\na.b,5\n');

  it('are read by their first bytes, whatever their names', async () => {
    expect(await read('a.csv', gzipSync(csv))).toEqual({ 'a.csv': csv.toString() });
    expect(await read('b.csv.gz', gzipSync(csv))).toEqual({ 'b.csv': csv.toString() });
    expect(await read('c.dat', zipOf([{ name: 'x.csv', content: csv }]))).toEqual({ 'x.csv': csv.toString() });
  });

  it('give no path of theirs to anybody', async () => {
    const names = ['deep/er/x.csv', '__MACOSX/._x.csv', 'folder/', '.hidden'];
    expect(Object.keys(await read('paths.zip', zipOf(names.map((name) => ({ name, content: csv })))))).toEqual([
      'x.csv',
    ]);
    for (const name of ['../../etc/cron.d/x.csv', '/etc/passwd', 'C:/x.csv']) {
      await expect(read('out.zip', zipOf([{ name, content: csv }]))).rejects.toThrow('The zip cannot be read');
    }
  });

  it('are refused where they unpack to too much, say less than they hold, overlap, or are encrypted', async () => {
    const zeros = Buffer.alloc(40 * 1024 * 1024);
    await expect(read('bomb.zip', zipOf([{ name: 'x.csv', content: zeros }]))).rejects.toThrow('200 times its size');
    await expect(read('bomb.gz', gzipSync(zeros))).rejects.toThrow('larger than');
    const lying = zipOf([{ name: 'x.csv', content: zeros, said: 100 }]);
    await expect(read('lying.zip', lying)).rejects.toThrow();
    const twice = { name: 'x.csv', content: csv };
    await expect(read('overlap.zip', zipOf([twice, twice], { overlap: true }))).rejects.toThrow('overlap');
    await expect(read('locked.zip', zipOf([{ ...twice, flags: 1 }]))).rejects.toThrow('encrypted');
    const many = Array.from({ length: 300 }, (_, at) => ({ name: `${at}.csv`, content: csv }));
    await expect(read('many.zip', zipOf(many))).rejects.toThrow('at most 200');
    await expect(read('cut.zip', zipOf([twice]).subarray(0, 60))).rejects.toThrow('cannot be read');
    await expect(read('large.csv', csv, { ...limits, fileBytes: 10 })).rejects.toThrow('larger than');
  });

  it('are refused with one sentence where they are spreadsheets, whatever they are called', async () => {
    const book = zipOf([{ name: '[Content_Types].xml', content: csv }]);
    await expect(read('book.csv', book)).rejects.toThrow('Save As');
  });
});
