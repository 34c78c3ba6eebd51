import type { Dialect } from '../store.ts';

/**
 * How better-auth, which reads and writes these tables, wants each type. Its dates are ISO 8601 text on SQLite, where no
 * STRICT table knows the type that it asks for; on PostgreSQL it leaves new ids to the database.
 */
export const authVocabulary = {
  sqlite: { id: 'text primary key', key: 'text', instant: 'date', flag: 'integer', strict: ' strict' },
  postgres: {
    id: 'text collate "C" primary key default gen_random_uuid()',
    key: 'text collate "C"',
    instant: 'timestamptz',
    flag: 'boolean',
    strict: '',
  },
} as const satisfies Record<Dialect, Record<string, string>>;
