import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { ArchivedTable } from '../../store/archive/archived-tables.ts';
import { archivedTables } from '../../store/archive/archived-tables.ts';
import { fileNameOf, type Manifest, manifestName, manifestShape } from '../../store/archive/manifest.ts';
import { migrationNames } from '../../store/migrations/migrate.ts';
import { openZip, type ZipMember } from '../files/zip.ts';
import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';

export interface OpenArchive {
  readonly manifest: Manifest;
  /** The lines of a table; they end with a Refusal where they are not those of the manifest. */
  lines(table: ArchivedTable): AsyncGenerator<string>;
  close(): void;
}

/** Opens an archive of an organization. @throws Refusal */
export async function openArchive(path: string, limits: Limits): Promise<OpenArchive> {
  const zip = await openZip(path, limits);
  try {
    const members = new Map(zip.members.map((member) => [member.name, member]));
    const manifest = await readManifest(members.get(manifestName), limits);
    for (const table of archivedTables) fileOf(manifest, members, table);
    return {
      manifest,
      lines: (table) => checkedLines(fileOf(manifest, members, table), limits),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readManifest(member: ZipMember | undefined, limits: Limits): Promise<Manifest> {
  if (member === undefined) throw new Refusal('This is no archive of an organization: it holds no manifest.json.');
  const content = await text(await member.open());
  const parsed = manifestShape.safeParse(content.length > limits.document ? null : parsedJson(content));
  if (!parsed.success) {
    throw new Refusal('The manifest of this archive is not one that this version of the program reads.');
  }
  if (migrationNames.includes(parsed.data.tables)) return parsed.data;
  throw new Refusal('This archive was written by a newer version of this program: update this one first.');
}

interface ArchiveFile {
  readonly member: ZipMember;
  readonly said: Manifest['files'][number];
}

/** @throws Refusal where it is not there */
function fileOf(manifest: Manifest, members: ReadonlyMap<string, ZipMember>, table: ArchivedTable): ArchiveFile {
  const name = fileNameOf(table);
  const member = members.get(name);
  const said = manifest.files.find((file) => file.name === name);
  if (member === undefined || said === undefined) throw new Refusal(`The archive lacks ${name}.`);
  return { member, said };
}

async function* checkedLines({ member, said }: ArchiveFile, { record }: Limits): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const line of linesOf(member, hash, record)) {
    rows += 1;
    yield line;
  }
  if (rows !== said.rows || hash.digest('hex') !== said.sha256) {
    throw new Refusal(`${member.name} is not what the archive’s manifest says: it was changed or damaged.`);
  }
}

async function* linesOf(member: ZipMember, hash: ReturnType<typeof createHash>, record: number) {
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let rest = '';
  for await (const chunk of await member.open()) {
    hash.update(chunk);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > record) throw new Refusal(`${member.name} holds a line that is too long.`);
    yield* lines;
  }
  if (rest + decoder.decode() !== '') throw new Refusal(`${member.name} ends within a line.`);
}

function parsedJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
