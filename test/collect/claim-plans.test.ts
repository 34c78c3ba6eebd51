import { expect, it } from 'vitest';
import { claimDue } from '../../src/collect/claim.ts';
import { watchedStore } from '../store/query-plans.ts';

/*
 * 10,000 accounts were due at once, and each claim of four sorted them all: 10 ms for each account, more than its refresh.
 */
it('claims read what is due in its order, sorting nothing and reading no table whole', async () => {
  // PostgreSQL plans by what is in its tables, and here they are empty.
  const watched = await watchedStore('sqlite');
  try {
    watched.sent();
    const provider = { invented: true };
    await claimDue(watched.store, { now: Date.now(), leaseUntil: Date.now() + 1_000, limit: 4, provider });
    const statements = watched.sent().filter(({ sql }) => sql.includes('next_refresh_at'));
    expect(statements).toHaveLength(4);
    for (const statement of statements) {
      const plan = (await watched.planOf(statement)).join('\n');
      expect(plan).toMatch(/(accounts|videos)_due/);
      expect(plan).not.toContain('TEMP B-TREE');
    }
  } finally {
    await watched.remove();
  }
});
