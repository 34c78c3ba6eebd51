import { among } from '../../store/among.ts';
import { importAccounts } from '../../store/imports/import-rows.ts';
import type { ImportAccountRow } from '../../store/schema.ts';
import { findAccount } from '../../store/usernames.ts';
import type { ImportContext } from '../import-context.ts';
import { MergedRows } from './merged-rows.ts';
import type { StagedRow } from './staged.ts';

/** What a staged import would change. */
export interface Preview {
  readonly accounts: { readonly all: number; readonly isNew: number };
  readonly posts: { readonly all: number; readonly isNew: number };
  /** Of its accounts those that have numbers already, with the days between which these are. */
  readonly overlaps: readonly { readonly account: string; readonly since: string; readonly until: string }[];
  /** Some rows as they will be stored. */
  readonly samples: readonly (StagedRow & { readonly account: string })[];
}

const mostOverlaps = 20;
const mostSamples = 5;
const together = 500;

/** Holds a staged import against what is stored. */
export async function previewOf(
  { store }: Pick<ImportContext, 'store'>,
  { organizationId, importId }: { organizationId: string; importId: string },
): Promise<Preview> {
  const db = store.write;
  const of = { organization_id: organizationId, id: importId };
  const accounts = await importAccounts(db, of);
  const overlaps: Preview['overlaps'][number][] = [];
  const samples: Preview['samples'][number][] = [];
  const posts = { all: 0, known: 0 };
  let isNew = 0;
  for (const account of accounts) {
    const { platform, username } = account;
    const name = `${platform}:${username}`;
    const known = await findAccount(db, { organizationId, platform, username, platformAccountId: null });
    if (known === null) isNew += 1;
    else if (overlaps.length < mostOverlaps) overlaps.push(...(await heldBy(known, name)));
    await countPosts(account, name);
  }
  return {
    accounts: { all: accounts.length, isNew },
    posts: { all: posts.all, isNew: posts.all - posts.known },
    overlaps,
    samples,
  };

  async function heldBy(accountId: string, account: string): Promise<Preview['overlaps'][number][]> {
    const held = await db
      .selectFrom('accounts')
      .select(['first_scrape_time', 'last_scrape_time'])
      .where('organization_id', '=', organizationId)
      .where('id', '=', accountId)
      .executeTakeFirst();
    const { first_scrape_time: since, last_scrape_time: until } = held ?? {};
    return since == null || until == null ? [] : [{ account, since: since.slice(0, 10), until: until.slice(0, 10) }];
  }

  async function countPosts(account: ImportAccountRow, name: string): Promise<void> {
    const merged = await MergedRows.open(db, of, account.number);
    for await (const rows of merged.all(together)) {
      for (const row of rows.slice(0, mostSamples - samples.length)) samples.push({ ...row, account: name });
      const keys = [...new Set(rows.flatMap(({ post }) => (post === '' ? [] : [post])))];
      posts.all += keys.length;
      posts.known += await knownAmong(account.platform, keys);
    }
  }

  async function knownAmong(platform: ImportAccountRow['platform'], keys: readonly string[]): Promise<number> {
    if (keys.length === 0) return 0;
    const { known } = await db
      .selectFrom('post_keys')
      .select(({ fn }) => fn.countAll<number>().as('known'))
      .where('organization_id', '=', organizationId)
      .where('platform', '=', platform)
      .where(among(store.dialect, 'external_id', [...keys]))
      .executeTakeFirstOrThrow();
    return Number(known);
  }
}
