import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { driverCode, StoreUnavailable, storeProblem } from './unavailable.ts';

const { Pool, types } = pg;

/** int8 and numeric come as text by default; our counts stay far under 2^53, so they are numbers, on our pool only. */
const asNumber = new Set<number>([types.builtins.INT8, types.builtins.NUMERIC]);

/** A pool for the given `postgres://` URL; connections are made when first used. */
export function postgresPool(url: string): pg.Pool {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    application_name: 'creatoraudit-gateway',
    types: {
      getTypeParser: (oid, format) => (asNumber.has(oid) ? Number : types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks tells so twice: to the query on it, and as an event that ends the process unless someone listens.
  // The query's error is the one that is handled; a connection that broke while idle is replaced by the pool.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

export function postgresDialect(pool: pg.Pool): PostgresDialect {
  return new PostgresDialect({ pool });
}

/** One line on why PostgreSQL could not be used, without the URL's user and password; a mistake of ours comes back as it is. */
export function postgresUnavailable(url: string, error: unknown): unknown {
  const why = reason(error);
  return why === null ? error : new StoreUnavailable(`${why}: ${place(url)}`, error);
}

function reason(error: unknown): string | null {
  const code = driverCode(error);
  if (code.startsWith('28')) return 'PostgreSQL refused the user or password of DATABASE_URL';
  if (code === '3D000') return 'PostgreSQL has no database of that name; create it or correct DATABASE_URL';
  if (code === '42501') return 'The user of DATABASE_URL may not create the tables; grant it CREATE on the database';
  if (code === '0A000' || code === '58P01')
    return 'PostgreSQL lacks the extension pg_trgm; install its contrib package';
  if (storeProblem(error) === null) return null;
  return `PostgreSQL does not answer (${code === '' ? 'no connection in time' : code}); check DATABASE_URL`;
}

function place(url: string): string {
  if (!URL.canParse(url)) return 'an address that is no URL';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
