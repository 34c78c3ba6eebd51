import { z } from 'zod';
import type { archivedSettings } from './archived-tables.ts';

/** The file of an archive that says what is in the others; written last, since it holds their hashes. */
export const manifestName = 'manifest.json';

const settingsShape = z.strictObject({
  name: z.string().min(1).max(255),
  max_recent_posts_per_account: z.int().min(1).nullable(),
  post_lookback_days: z.int().min(1).nullable(),
  holds_sample_data: z.union([z.literal(0), z.literal(1)]),
} satisfies Record<(typeof archivedSettings)[number], z.ZodType>);

export const manifestShape = z.object({
  kind: z.literal('creatoraudit archive'),
  format: z.literal(1),
  /** Of the program that wrote it. */
  version: z.string(),
  /** The last migration of its tables. */
  tables: z.string(),
  created_at: z.string(),
  organization: z.object({ id: z.string(), settings: settingsShape }),
  files: z.array(
    z.object({
      name: z.string(),
      rows: z.int().min(0),
      /** Of the file's bytes, hex. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

export type Manifest = z.output<typeof manifestShape>;

export function fileNameOf({ table }: { readonly table: string }): string {
  return `${table}.ndjson`;
}
