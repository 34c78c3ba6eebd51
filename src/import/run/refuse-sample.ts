import type { Store } from '../../store/store.ts';
import { Refusal } from '../refusal.ts';

/** Invented numbers and real ones in one sum would be neither. @throws Refusal that says how to clear them */
export async function refuseSample(store: Store, organizationId: string): Promise<void> {
  const found = await store.write
    .selectFrom('organizations')
    .select('holds_sample_data')
    .where('id', '=', organizationId)
    .executeTakeFirst();
  if (found?.holds_sample_data !== 1) return;
  throw new Refusal(
    'This organization holds invented sample data. Clear it first: npm run -s org -- clear-sample-data, or “Clear sample data” under Settings in the dashboard.',
  );
}
