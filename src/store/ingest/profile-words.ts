import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { isLater, latestFirst, type Said } from '../observations/said.ts';
import { originRanks } from '../origin-ranks.ts';
import type { Schema } from '../schema.ts';
import type { Writer } from '../transaction.ts';
import { originNumber } from './origins.ts';
import { storable } from './post-rows.ts';
import type { ProfileObservation } from './snapshot.ts';

const text = z.string().nullable();

const words = z.object({
  name: text,
  description: text,
  profile_pic_url: text,
  profile_pic_url_original: text,
  is_verified: z.union([z.literal(0), z.literal(1)]),
  link_in_bio: text,
  /** `name`: nothing else was told, and the rest is as others said it. */
  told: z.literal('name').optional(),
});
/** What a profile says in words. */
type ProfileWords = z.output<typeof words>;

export type WordsChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'told'; readonly said: Said<ProfileWords> }
  | { readonly kind: 'withdrawn'; readonly origin: number };

type Account = Selectable<Schema['accounts']>;

export function profileWords(profile: ProfileObservation): ProfileWords {
  return {
    name: storable(profile.name),
    description: storable(profile.description),
    profile_pic_url: storable(profile.profile_pic_url),
    profile_pic_url_original: storable(profile.profile_pic_url),
    is_verified: profile.is_verified ? 1 : 0,
    link_in_bio: storable(profile.link_in_bio),
    ...(profile.words === 'name' && { told: 'name' as const }),
  };
}

/** Those of an account whose profile nobody told. */
const untold = {
  name: null,
  description: null,
  profile_pic_url: null,
  profile_pic_url_original: null,
  is_verified: 0,
  link_in_bio: null,
  profile_at: null,
  profile_origin: null,
} as const;

/**
 * What an account's row says in words after a change: what was said last, and of several at one instant what the most
 * believed origin said. What other origins said last stands beside it (`profile_words`), for when that one is taken back; a
 * refresh by the same origin as before needs none of that.
 * @returns the columns that change
 */
export async function wordsAfter(writer: Writer, account: Account, change: WordsChange) {
  if (change.kind === 'none') return {};
  const now = await saidNow(writer, account);
  if (change.kind === 'withdrawn') return afterWithdrawal(writer, account, now, change.origin);
  const { said } = change;
  if (now === null) return columnsOf([said]);
  if (now.origin === said.origin) return isLater(said, now) ? columnsOf([said, now]) : {};
  const { compare } = await originRanks(writer.write, account.organization_id);
  const [first] = latestFirst([now, said], compare);
  if (first === now) {
    await putAside(writer.write, account, said);
    return {};
  }
  await putAside(writer.write, account, now);
  await forget(writer.write, account, said.origin);
  return columnsOf([said, now]);
}

async function afterWithdrawal(
  { write: db }: Writer,
  account: Account,
  now: Said<ProfileWords> | null,
  origin: number,
) {
  await forget(db, account, origin);
  if (now?.origin !== origin) return {};
  const { compare } = await originRanks(db, account.organization_id);
  const left = latestFirst(await saidAside(db, account), compare);
  const [first] = left;
  if (first === undefined) return untold;
  await forget(db, account, first.origin);
  return columnsOf(left);
}

/** The words of the first; what it does not tell is as it was told before. */
function columnsOf(said: readonly Said<ProfileWords>[]) {
  const [first] = said;
  if (first === undefined) return untold;
  const name = said.find(({ words }) => words.name !== null)?.words.name ?? null;
  const { told, ...rest } = said.find(({ words }) => words.told !== 'name')?.words ?? { ...untold, told: undefined };
  return { ...rest, name, profile_at: first.at, profile_origin: first.origin };
}

/** What the row says; from before origins were kept, by an unknown one. */
async function saidNow({ dialect, write: db }: Writer, account: Account): Promise<Said<ProfileWords> | null> {
  const { profile_at: at, organization_id } = account;
  if (at === null) return null;
  const before = { source: 'before', importId: '' } as const;
  const origin = account.profile_origin ?? (await originNumber(dialect, db, organization_id, before)).number;
  return { origin, at, words: words.parse(account) };
}

async function saidAside(db: Kysely<Schema>, account: Account): Promise<Said<ProfileWords>[]> {
  const rows = await db
    .selectFrom('profile_words')
    .select(['origin', 'at', 'words'])
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .execute();
  return rows.map((row) => ({ ...row, words: words.parse(JSON.parse(row.words)) }));
}

async function putAside(db: Kysely<Schema>, account: Account, said: Said<ProfileWords>): Promise<void> {
  const known = (await saidAside(db, account)).find(({ origin }) => origin === said.origin);
  if (known !== undefined && !isLater(said, known)) return;
  await forget(db, account, said.origin);
  const { origin, at } = said;
  const row = { organization_id: account.organization_id, account_id: account.id, origin, at };
  await db
    .insertInto('profile_words')
    .values({ ...row, words: JSON.stringify(said.words) })
    .execute();
}

async function forget(db: Kysely<Schema>, account: Account, origin: number): Promise<void> {
  await db
    .deleteFrom('profile_words')
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .where('origin', '=', origin)
    .execute();
}
