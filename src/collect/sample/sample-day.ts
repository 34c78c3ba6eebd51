import type { Writer } from '../../store/transaction.ts';
import { dayMs, dayNumber, dayText } from './day.ts';

const fact = 'sample_day';

/**
 * The day on which this installation's sample began, as a day number: kept in the database at the first call, so that
 * restarts and replicas go on inventing the same numbers. `now` in ms.
 */
export async function establishSampleDay({ write }: Pick<Writer, 'write'>, now: number): Promise<number> {
  await write
    .insertInto('instance_facts')
    .values({ name: fact, value: dayText(dayNumber(now)) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await write
    .selectFrom('instance_facts')
    .select('value')
    .where('name', '=', fact)
    .executeTakeFirstOrThrow();
  return Date.parse(value) / dayMs;
}
