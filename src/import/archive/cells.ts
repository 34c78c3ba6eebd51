import { z } from 'zod';
import { metadata, uuid } from '../../contract/fields.ts';
import type { ArchivedColumn, IdKind } from '../../store/archive/columns.ts';
import { Refusal } from '../refusal.ts';

const cellText = z
  .string()
  .max(65_536)
  .refine((text) => !text.includes('\0'));
const wholeNumber = z.int();
/** The largest number that a post has in the store. */
const numberedId = z.int().min(1).max(2_147_483_647);

/** What a column of each kind may hold. References are looked up besides. */
const shapes: Readonly<Record<ArchivedColumn['kind'], z.ZodType<string | number>>> = {
  text: cellText,
  instant: z.iso.datetime(),
  day: z.iso.date(),
  integer: wholeNumber,
  number: z.number(),
  flag: z.union([z.literal(0), z.literal(1)]),
  texts: json(metadata),
  object: json(z.record(z.string(), z.unknown())),
  numbers: json(z.record(z.string(), z.number())),
  own: z.never(),
  refer: z.never(),
  'refer or empty': z.never(),
  'refer or gone': z.never(),
  organization: z.never(),
};

const ids: Readonly<Record<IdKind, z.ZodType<string | number>>> = {
  creator: uuid,
  account: uuid,
  video: uuid,
  import: uuid,
  post: numberedId,
  origin: numberedId,
};

/** A cell that is no reference. @throws Refusal */
export function readCell(name: string, column: ArchivedColumn, value: unknown): string | number | null {
  if (value === null && column.isNullable) return null;
  return read(name, shapes[column.kind], value);
}

/** An id of the archive. @throws Refusal */
export function readId(name: string, kind: IdKind, value: unknown): string | number {
  return read(name, ids[kind], value);
}

function read(name: string, shape: z.ZodType<string | number>, value: unknown): string | number {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal(`A row of the archive holds in ${name} what this program does not write.`);
}

function json(shape: z.ZodType) {
  return z
    .string()
    .max(1_000_000)
    .refine((text) => {
      try {
        return !text.includes('\\u0000') && shape.safeParse(JSON.parse(text)).success;
      } catch {
        return false;
      }
    });
}
