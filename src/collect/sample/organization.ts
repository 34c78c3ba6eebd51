import { folded } from '../../store/fold.ts';
import { loadHistory } from '../../store/ingest/load-history.ts';
import type { CreatorRow } from '../../store/schema.ts';
import { inTransaction, type Writer } from '../../store/transaction.ts';
import { markHoldingSampleData } from '../mark-sample.ts';
import { dayNumber, endOfDay } from './day.ts';
import { accountPast } from './organization-accounts.ts';
import { videoPasts } from './organization-videos.ts';
import type { Sample } from './past.ts';
import { type RosterCreator, rosterCreators, rosterLoners } from './roster.ts';
import { establishSampleDay } from './sample-day.ts';
import { stableId } from './stable-id.ts';

/** Days of gains, the last of them yesterday. */
const daysOfHistory = 120;

/**
 * Fills an empty organization with the sample: 12 creators, 30 accounts, about 1,500 posts and 20 individually tracked videos
 * with 120 days of history up to the end of yesterday (UTC), just as the sample provider would have been seen day by day; and
 * marks it as holding sample data. All or nothing. `now` in ms; ids follow from the organization's.
 */
export async function seedSampleOrganization({
  store,
  organizationId,
  now,
}: {
  store: Writer;
  organizationId: string;
  now: number;
}): Promise<void> {
  const today = dayNumber(now);
  await inTransaction(store, async (write) => {
    const writer = { dialect: store.dialect, write };
    const sample: Sample = {
      organizationId,
      sampleDay: await establishSampleDay(writer, now),
      followed: { first: today - 1 - daysOfHistory, last: today - 1 },
    };
    await markHoldingSampleData(writer, organizationId);
    const createdAt = new Date(endOfDay(sample.followed.first) - 3_600_000).toISOString();
    await write
      .insertInto('creators')
      .values(rosterCreators.map((creator) => creatorRow(organizationId, creator, createdAt)))
      .execute();
    const accounts = roster(organizationId).map((entry, order) => accountPast(sample, entry, order));
    await loadHistory(writer, { organizationId, accounts, videos: videoPasts(sample) }, { yieldBetweenChunks: false });
  });
}

function creatorRow(organizationId: string, creator: RosterCreator, createdAt: string): CreatorRow {
  return {
    id: creatorId(organizationId, creator),
    organization_id: organizationId,
    name: creator.name,
    name_key: folded(creator.name),
    is_active: 1,
    metadata: JSON.stringify(creator.metadata),
    created_at: createdAt,
  };
}

function roster(organizationId: string) {
  return [
    ...rosterCreators.flatMap((creator) =>
      creator.accounts.map((account) => ({ ...account, creatorId: creatorId(organizationId, creator) })),
    ),
    ...rosterLoners.map(({ account }) => ({ ...account, creatorId: null })),
  ];
}

function creatorId(organizationId: string, creator: RosterCreator): string {
  return stableId(organizationId, `creator ${creator.name}`);
}
