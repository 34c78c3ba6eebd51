import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { allSaid, holding, isLater, lastSaid, type Said } from '../observations/said.ts';
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
  /** `isAlone`: nothing is kept beside what holds. */
  | { readonly kind: 'told'; readonly said: Said<ProfileWords>; readonly isAlone: boolean }
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
  if (change.kind === 'told' && change.isAlone && isTheSame(now, change.said)) return columnsOf(change.said);
  const { write: db } = writer;
  const { compare } = await originRanks(db, account.organization_id);
  const stored = await saidBeside(db, account);
  const said = now === null ? [] : allSaid(now, stored);
  const left = change.kind === 'told' ? lastSaid([...said, change.said]) : lastSaid(said);
  if (change.kind === 'withdrawn') left.delete(change.origin);
  const holds = holding(left.values(), compare, merged);
  await writeBeside(db, account, stored, holds?.beside ?? []);
  return holds === null ? untold : columnsOf({ ...holds.last, words: holds.words });
}

/** Whether the same origin says it again, later and in full: then that is all that holds. */
function isTheSame(now: Said<ProfileWords> | null, said: Said<ProfileWords>): boolean {
  const isFull = said.words.told !== 'name';
  return isFull && (now === null || (now.origin === said.origin && isLater(said, now)));
}

/** The words of the first; what it does not tell is as it was told before. */
function merged(ordered: readonly Said<ProfileWords>[]): ProfileWords {
  const name = ordered.find(({ words }) => words.name !== null)?.words.name ?? null;
  const full = ordered.find(({ words }) => words.told !== 'name')?.words;
  return words.parse({ ...untold, ...full, name });
}

function columnsOf({ origin, at, words: { told, ...columns } }: Said<ProfileWords>) {
  return { ...columns, profile_at: at, profile_origin: origin };
}

/** What the row says; from before origins were kept, by an unknown one. */
async function saidNow({ dialect, write: db }: Writer, account: Account): Promise<Said<ProfileWords> | null> {
  const { profile_at: at, organization_id } = account;
  if (at === null) return null;
  const before = { source: 'before', importId: '' } as const;
  const origin = account.profile_origin ?? (await originNumber(dialect, db, organization_id, before)).number;
  return { origin, at, words: words.parse(account) };
}

async function saidBeside(db: Kysely<Schema>, account: Account): Promise<Said<ProfileWords>[]> {
  const rows = await db
    .selectFrom('profile_words')
    .select(['origin', 'at', 'words'])
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .execute();
  return rows.map((row) => ({ ...row, words: words.parse(JSON.parse(row.words)) }));
}

async function writeBeside(
  db: Kysely<Schema>,
  account: Account,
  stored: readonly Said<ProfileWords>[],
  beside: readonly Said<ProfileWords>[],
): Promise<void> {
  if (stored.length === 0 && beside.length === 0) return;
  const { organization_id, id: account_id } = account;
  await db
    .deleteFrom('profile_words')
    .where('organization_id', '=', organization_id)
    .where('account_id', '=', account_id)
    .execute();
  const rows = beside.map(({ origin, at, words }) => {
    return { organization_id, account_id, origin, at, words: JSON.stringify(words) };
  });
  if (rows.length > 0) await db.insertInto('profile_words').values(rows).execute();
}
