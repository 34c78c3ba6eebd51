import { Socket } from 'node:net';
import { type DatabaseConnection, PostgresDialect, type PostgresDialectConfig, PostgresDriver } from 'kysely';
import pg from 'pg';
import { decided } from './outcome.ts';
import { driverCode, StoreUnavailable, storeProblem } from './unavailable.ts';

const { Pool, types } = pg;

/** int8 and numeric come as text by default; our counts stay far under 2^53, so they are numbers, on our pool only. */
const asNumber = new Set<number>([types.builtins.INT8, types.builtins.NUMERIC]);

/**
 * A server that is alive ends a statement at its own limit, so one that is still silent after this long is gone: its
 * connection is cut.
 */
const silenceOverLimitMs = 2_000;

/**
 * A pool for the given `postgres://` URL; connections are made when first used.
 * @param statementMs the longest that a statement may take; without one (migrations, backups) it may take any time
 */
export function postgresPool(url: string, statementMs: number | null = null): pg.Pool {
  return poolOf(url, { max: 10, ...(statementMs !== null && limits(statementMs)) });
}

/** A pool whose statements limit themselves, in the transactions that they are in: those may share a connection with others'. */
export function selfLimitingPool(url: string, max: number, statementMs: number): pg.Pool {
  return poolOf(url, { max, stream: () => cutWhenSilent(statementMs) });
}

function poolOf(url: string, setting: pg.PoolConfig): pg.Pool {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'creatoraudit-gateway',
    types: {
      getTypeParser: (oid, format) => (asNumber.has(oid) ? Number : types.getTypeParser(oid, format)),
    },
    ...setting,
  });
  // A broken connection is reported twice: to the query that uses it, and as an event that ends the process unless
  // someone listens. The query's error is the one that is handled; the pool replaces a connection that broke while
  // idle.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * pg's own `query_timeout` would return the connection to the pool while its statement still runs, and the next request
 * would wait behind it. Its `statement_timeout` is a startup parameter, which connection poolers refuse.
 */
function limits(statementMs: number) {
  return {
    stream: () => cutWhenSilent(statementMs),
    onConnect: async (client: pg.ClientBase) => {
      await client.query(`set statement_timeout = ${statementMs}`);
    },
  };
}

function cutWhenSilent(statementMs: number): Socket {
  const socket = new Socket();
  const silent = () => socket.destroy(new Error('Connection terminated: PostgreSQL is silent'));
  return socket.setTimeout(statementMs + silenceOverLimitMs, silent);
}

export function postgresDialect(pool: pg.Pool): PostgresDialect {
  return new OutcomeDialect({ pool });
}

/** Kysely's dialect that also tells how each transaction ended. */
class OutcomeDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): PostgresDriver {
    return new OutcomeDriver(this.#config);
  }
}

class OutcomeDriver extends PostgresDriver {
  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.commitTransaction(connection);
    } catch (error) {
      // It may have been committed before the connection went.
      decided(connection, 'unknown');
      throw error;
    }
    decided(connection, 'committed');
  }

  override async rollbackTransaction(connection: Parameters<PostgresDriver['rollbackTransaction']>[0]): Promise<void> {
    // Where even this fails the connection is gone, and the server rolls back.
    decided(connection, 'rolled back');
    await super.rollbackTransaction(connection);
  }
}

/** One line on why PostgreSQL could not be used, without the URL's user and password; a mistake of ours comes back as it is. */
export function postgresUnavailable(url: string, error: unknown): unknown {
  const why = reason(error);
  return why === null ? error : new StoreUnavailable(`${why}: ${place(url)}`, error);
}

/** Node's codes for a certificate that is not trusted, and pg's words for a server without TLS, which have no code. */
const tlsCode = /CERT|^UNABLE_TO_|^ERR_(TLS|SSL)_/;
const noTls = /does not support SSL/;

function reason(error: unknown): string | null {
  const code = driverCode(error);
  if (code.startsWith('28')) return 'PostgreSQL refused the user or password of DATABASE_URL';
  if (code === '3D000') return 'PostgreSQL has no database of that name; create it or correct DATABASE_URL';
  if (code === '42501') return 'The user of DATABASE_URL may not create the tables; grant it CREATE on the database';
  if (code === '0A000' || code === '58P01')
    return 'PostgreSQL lacks the extension pg_trgm; install its contrib package';
  if (tlsCode.test(code) || (error instanceof Error && noTls.test(error.message)))
    return `PostgreSQL cannot be reached over TLS as DATABASE_URL asks (${code === '' ? 'it has none' : code})`;
  if (storeProblem(error) === null) return null;
  return `PostgreSQL does not answer (${code === '' ? 'no connection in time' : code}); check DATABASE_URL`;
}

function place(url: string): string {
  if (!URL.canParse(url)) return 'an address that is no URL';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
