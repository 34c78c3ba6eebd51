import type { Kysely, Selectable } from 'kysely';
import { lockAccount } from '../account-lock.ts';
import { isToCome } from '../observations/to-come.ts';
import type { AccountReportedDayRow, Schema } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import { wholeStanding } from './account-standing.ts';
import { allLooks } from './looks.ts';
import { type NumberedOrigin, type Origin, originNumber } from './origins.ts';
import { mergedDay, type ReportedDayObservation, readReportedDay } from './reported-day.ts';
import { reportedDaysOf, writeReportedDays } from './reported-days.ts';
import { writeStanding } from './write-account.ts';

type Account = Selectable<Schema['accounts']>;

export interface AccountReport {
  readonly organizationId: string;
  readonly accountId: string;
  readonly origin: Origin;
  readonly days: readonly ReportedDayObservation[];
  /** ms since the epoch. */
  readonly now: number;
}

/** Something was reported of a day that has not begun anywhere: nothing of the call is recorded. */
export class DayToCome extends Error {
  constructor(day: string) {
    super(`Nothing can be reported of ${day}: that day is still to come`);
    this.name = 'DayToCome';
  }
}

/**
 * Records what a source reports of an account's days without its posts, with every sum over them, in one transaction. Posts
 * own the days after their first listing up to the last one: there it does not count. What follows is the same whatever the
 * order in which reports and looks come. A day of which nothing can be read is left out.
 * Throws DayToCome.
 */
export function recordReported(writer: Writer, { days, now, ...whose }: AccountReport) {
  return changeReported(writer, whose, (account, origin, before) => {
    const merged = new Map(before.map((row) => [`${row.day} ${row.origin}`, row]));
    for (const observed of days) {
      const row = readReportedDay(account, origin.number, observed);
      if (row === null) continue;
      if (isToCome(Date.parse(row.day), now)) throw new DayToCome(row.day);
      const key = `${row.day} ${row.origin}`;
      const known = merged.get(key);
      merged.set(key, known === undefined ? row : mergedDay(known, row));
    }
    return [...merged.values()];
  });
}

/** Takes back all that an origin reported of an account. */
export function withdrawReported(writer: Writer, whose: Omit<AccountReport, 'days' | 'now'>) {
  return changeReported(writer, whose, (_account, origin, before) =>
    before.filter((row) => row.origin !== origin.number),
  );
}

function changeReported(
  writer: Writer,
  { organizationId, accountId, origin }: Omit<AccountReport, 'days' | 'now'>,
  changed: (
    account: Account,
    origin: NumberedOrigin,
    before: readonly AccountReportedDayRow[],
  ) => readonly AccountReportedDayRow[],
) {
  return inTransaction<'recorded' | 'gone'>(writer, async (db) => {
    const account = await lockAccount(writer.dialect, db, { organizationId, accountId });
    if (account === undefined) return 'gone';
    const inside = { dialect: writer.dialect, write: db };
    const numbered = await originNumber(writer.dialect, db, organizationId, origin);
    const looks = await allLooks(db, account);
    const before = await reportedDaysOf(db, account);
    const after = changed(account, numbered, before);
    await dropRows(db, account, before, after);
    await writeReportedDays(inside, after);
    const standing = await wholeStanding(db, account, { looks, reported: before }, { looks, reported: after });
    await writeStanding(inside, account, standing);
    return 'recorded';
  });
}

/** Rows that are no longer there go. */
async function dropRows(
  db: Kysely<Schema>,
  account: Account,
  before: readonly AccountReportedDayRow[],
  after: readonly AccountReportedDayRow[],
): Promise<void> {
  const kept = new Set(after.map(({ origin }) => origin));
  for (const origin of new Set(before.map((row) => row.origin))) {
    if (kept.has(origin)) continue;
    await db
      .deleteFrom('account_reported_days')
      .where('organization_id', '=', account.organization_id)
      .where('account_id', '=', account.id)
      .where('origin', '=', origin)
      .execute();
  }
}
