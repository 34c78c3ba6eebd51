import pg from 'pg';
import { selfLimitingPool } from '../postgres.ts';
import { driverCode } from '../unavailable.ts';
import type { HeavyRead } from './heavy-read.ts';
import { AnswerSize } from './limits.ts';
import type { Readers } from './readers.ts';
import { ReadTooLarge, ReadTooLong } from './refused.ts';
import { Turns, turnsWithin } from './turns.ts';

interface PostgresReadersSetting {
  readonly url: string;
  readonly deadlineMs: number;
}

/** Connections beside those of all other statements, which so never wait for a long read. */
const connections = 3;

/** The server ended a statement: at its limit, or because its operator said so. */
const canceled = '57014';

/** Long reads on PostgreSQL, on connections of their own; the server ends them at the deadline. */
export function createPostgresReaders({ url, deadlineMs }: PostgresReadersSetting): Readers {
  const turns = new Turns(turnsWithin(connections, deadlineMs));
  const pool = selfLimitingPool(url, connections, deadlineMs);
  let killed = 0;

  async function read<Row>(asked: HeavyRead): Promise<readonly Row[]> {
    const client = await pool.connect();
    try {
      // For this transaction alone: what pools connections in front of the server may give this one to others after it.
      await client.query(`begin read only; set local statement_timeout = ${deadlineMs}`);
      const rows = await rowsOf<Row>(client, asked);
      await client.query('commit');
      client.release();
      return rows;
    } catch (error) {
      // What a connection was at is over with it.
      client.release(true);
      if (driverCode(error) !== canceled) throw error;
      killed += 1;
      throw new ReadTooLong(deadlineMs);
    }
  }

  return {
    read: <Row>(organizationId: string, asked: HeavyRead) => turns.take(organizationId, () => read<Row>(asked)),
    counts: () => ({ waiting: turns.waiting, running: turns.running, killed }),
    async stop() {
      turns.stop();
      await pool.end();
    },
  };
}

/** Row by row, so that an answer without end is noticed while it comes. */
function rowsOf<Row>(client: pg.PoolClient, { sql, parameters }: HeavyRead): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const rows: Row[] = [];
    const size = new AnswerSize();
    const query = client.query(new pg.Query(sql, [...parameters]));
    query.on('row', (row) => {
      if (size.add(Object.values(row))) rows.push(row);
      else reject(new ReadTooLarge());
    });
    query.on('error', reject);
    query.on('end', () => resolve(rows));
  });
}
