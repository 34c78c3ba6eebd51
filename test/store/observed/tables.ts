import type { Store } from '../../../src/store/store.ts';
import { allPostDays } from '../all-post-days.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * Everything that is kept of what was seen, in an order of its own and with names in the place of numbers that follow from
 * the order of arrival.
 */
export async function tablesOf({ read, ...store }: Store): Promise<Readonly<Record<string, readonly Row[]>>> {
  const origins = new Map(
    (await read.selectFrom('origins').selectAll().execute()).map((row) => [
      row.number,
      `${row.source} ${row.import_id}`,
    ]),
  );
  const named = (number: unknown) => (typeof number === 'number' ? origins.get(number) : null);
  const posts: readonly Row[] = await read.selectFrom('account_videos').selectAll().execute();
  const keys = new Map(posts.map(({ id, account_id, external_id }) => [id, `${account_id} ${external_id}`]));
  const looks: readonly Row[] = await read.selectFrom('account_looks').selectAll().execute();
  const words: readonly Row[] = await read.selectFrom('profile_words').selectAll().execute();
  const postWords: readonly Row[] = await read.selectFrom('post_words').selectAll().execute();
  const reported: readonly Row[] = await read.selectFrom('account_reported_days').selectAll().execute();
  const levels: readonly Row[] = await read.selectFrom('post_levels').selectAll().execute();
  const ages: readonly Row[] = await read.selectFrom('post_ages').selectAll().execute();
  const accounts: readonly Row[] = await read.selectFrom('accounts').selectAll().execute();
  const days: readonly Row[] = await read.selectFrom('account_days').selectAll().execute();
  const creatorDays: readonly Row[] = await read.selectFrom('creator_days').selectAll().execute();
  const organizationDays: readonly Row[] = await read.selectFrom('organization_days').selectAll().execute();
  const madeOn: readonly Row[] = await read.selectFrom('organization_post_days').selectAll().execute();
  const postDays: readonly Row[] = (await allPostDays({ ...store, read })).map((day) => ({ ...day }));
  return {
    account_looks: inOrder(looks.map((row) => ({ ...row, origin: named(row.origin) }))),
    account_reported_days: inOrder(reported.map((row) => ({ ...row, origin: named(row.origin) }))),
    post_levels: inOrder(
      levels.map(({ organization_no, post_id, ...row }) => ({
        post: keys.get(post_id),
        ...row,
        origin: named(row.origin),
      })),
    ),
    profile_words: inOrder(words.map((row) => ({ ...row, origin: named(row.origin) }))),
    post_words: inOrder(
      postWords.map(({ organization_no, post_id, ...row }) => ({
        post: keys.get(post_id),
        ...row,
        origin: named(row.origin),
      })),
    ),
    account_videos: inOrder(
      posts.map(({ id, post_partition, text_row, ...row }) => ({ ...row, run_origin: named(row.run_origin) })),
    ),
    post_days: inOrder(postDays),
    post_ages: inOrder(ages.map(({ organization_no, post_id, ...row }) => ({ post: keys.get(post_id), ...row }))),
    account_days: inOrder(days),
    creator_days: inOrder(creatorDays),
    organization_days: inOrder(organizationDays),
    organization_post_days: inOrder(madeOn),
    accounts: inOrder(
      accounts.map(({ post_partition, text_row, ...row }) => ({ ...row, profile_origin: named(row.profile_origin) })),
    ),
  };
}

function inOrder(rows: readonly Row[]): Row[] {
  const texts = rows.map((row) => ({ row, text: JSON.stringify(Object.entries(row).sort()) }));
  return texts.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ row }) => row);
}
