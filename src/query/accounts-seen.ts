import { sql } from 'kysely';
import { accountsThemselves } from './account-columns.ts';
import { conditionOf, looksAtPosts } from './conditions.ts';
import { everything, type Plan } from './plan.ts';
import { type Sql, speeches } from './words-of-databases.ts';

/** What is known of the accounts that a query speaks of, those alike as one row; of all where its filters are about posts. */
export function accountsSeen({ dialect, organization, where }: Pick<Plan, 'dialect' | 'organization' | 'where'>): Sql {
  const speech = speeches[dialect];
  const asked = { speech, organizationId: organization.id, columns: accountsThemselves(speech) };
  return sql`select a.platform, a.unknown_metrics, a.reported_metrics, min(a.first_scrape_time) as first_scrape_time
    from accounts a where a.organization_id = ${speech.text(organization.id)}
      and ${conditionOf(looksAtPosts(where) ? everything : where, asked)}
    group by a.platform, a.unknown_metrics, a.reported_metrics`;
}
