import { Problem } from '../contract/problem.ts';

/** The store cannot be opened. The message is one line for the person who started the program and names what to do. */
export class StoreUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreUnavailable';
  }
}

interface Outage {
  detail: string;
  retryAfterSeconds: number;
}

const busy: Outage = { detail: 'The store is busy with another write. Try again in a second.', retryAfterSeconds: 1 };
const full: Outage = {
  detail: 'The disk under the store is full; nothing was written. Free some space on the server.',
  retryAfterSeconds: 30,
};
const readOnly: Outage = {
  detail: 'The store cannot be written. Check the permissions of the data folder on the server.',
  retryAfterSeconds: 30,
};
const gone: Outage = {
  detail:
    'The files of the store are gone or were replaced under this server; nothing was written. Put them back, or restore a backup, and start the server again.',
  retryAfterSeconds: 60,
};
const damaged: Outage = { detail: 'The store is damaged. Restore it from a backup.', retryAfterSeconds: 60 };
const away: Outage = { detail: 'The database does not answer. Try again in a few seconds.', retryAfterSeconds: 5 };

/** First match wins. Codes: sqlite.org/rescode.html, PostgreSQL's appendix A, Node's system errors. */
const outages: readonly (readonly [RegExp, Outage])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, busy],
  [/^SQLITE_FULL|^53100$|^ENOSPC$|^EDQUOT$/, full],
  [/^SQLITE_READONLY_DBMOVED$/, gone],
  [/^SQLITE_(READONLY|CANTOPEN|PERM)|^25006$|^EACCES$|^EROFS$/, readOnly],
  [/^SQLITE_(CORRUPT|NOTADB)|^XX00[12]$/, damaged],
  [/^SQLITE_IOERR/, readOnly],
  [/^40001$|^40P01$|^55P03$|^57014$/, busy],
  [/^08|^53|^57P|^28|^3D000$/, away],
  [/^(ECONN\w+|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/, away],
];

/** pg gives no code to a connection that goes away under a query or does not come in time. */
const lostConnection =
  /connection terminated|timeout exceeded when trying to connect|connection timeout|not queryable|Cannot use a pool after/i;

/** The driver's error code: `SQLITE_…`, a five-character SQLSTATE or a system error; '' where there is none. */
export function driverCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/**
 * What a caller is told when the store fails: SERVICE_UNAVAILABLE, without any SQL. Null if the error is not an outage,
 * so that a bug still shows as a bug.
 */
export function storeProblem(error: unknown): Problem | null {
  const outage = outageOf(error);
  if (outage === null) return null;
  return new Problem('SERVICE_UNAVAILABLE', outage.detail, {
    retryAfterSeconds: outage.retryAfterSeconds,
    cause: error,
  });
}

function outageOf(error: unknown): Outage | null {
  if (error instanceof StoreUnavailable) return away;
  if (!(error instanceof Error)) return null;
  const code = driverCode(error);
  const known = outages.find(([pattern]) => pattern.test(code));
  if (known) return known[1];
  if (code === '' && lostConnection.test(error.message)) return away;
  // Libraries that use the store wrap its error in theirs.
  return outageOf(error.cause);
}
