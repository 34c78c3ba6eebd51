import type { Origin } from '../../store/ingest/origins.ts';
import type { Writer } from '../../store/transaction.ts';
import type { ReportedDay } from '../observation.ts';

export interface ReportedOfAccount {
  readonly organizationId: string;
  readonly accountId: string;
  readonly origin: Origin;
}

/** Where days that an account's own tools report are kept; writing the same again changes nothing. */
export interface ReportedDays {
  record(
    writer: Writer,
    whose: ReportedOfAccount,
    days: readonly { readonly day: string; readonly reported: ReportedDay }[],
  ): Promise<void>;
  withdraw(writer: Writer, whose: ReportedOfAccount): Promise<void>;
}
