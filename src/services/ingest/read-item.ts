import { identifyAccount, identifyPost } from '../../collect/identify.ts';
import { isRecord } from '../../contract/is-record.ts';
import { parseAs } from '../../contract/parse.ts';
import { Problem } from '../../contract/problem.ts';
import {
  type PushedDay,
  type PushedItem,
  type PushedPost,
  type PushedProfile,
  pushedItems,
} from '../../contract/resources/pushed.ts';
import type { Platform } from '../../store/schema.ts';

/** How a post was named, as a source of posts tells it. */
export interface NamedPost {
  readonly external_id: string;
  readonly shortcode: string | null;
}

interface Of {
  /** Its place in the request. */
  readonly index: number;
  readonly platform: Platform;
  readonly username: string;
  readonly platformAccountId: string | null;
}

export type ReadItem = Of &
  (
    | { readonly kind: 'profile'; readonly at: number; readonly said: PushedProfile }
    | { readonly kind: 'post'; readonly at: number; readonly said: PushedPost; readonly named: NamedPost }
    | { readonly kind: 'day'; readonly said: PushedDay }
  );

/** Why an item is not taken, in words that hold nothing of what creators wrote. */
export interface RefusedItem {
  readonly kind: 'refused';
  readonly index: number;
  readonly reason: string;
}

/** No post of either platform is older. */
const oldest = Date.UTC(2010, 0, 1);
/** Clocks differ. */
const aheadMs = 5 * 60_000;

/** Reads one item of a push. */
export function readItem(given: unknown, index: number, now: number): ReadItem | RefusedItem {
  const said = shaped(given);
  if (typeof said === 'string') return { kind: 'refused', index, reason: said };
  const { platform, platform_account_id } = said;
  const identified = identifyAccount(platform, said.username);
  if (identified.kind !== 'account') return { kind: 'refused', index, reason: `username: ${identified.message}` };
  const of = { index, platform, username: identified.username, platformAccountId: platform_account_id ?? null };
  const early = when(said, now);
  if (early !== null) return { kind: 'refused', index, reason: early };
  if (said.type === 'day') return { ...of, kind: 'day', said };
  const at = Date.parse(said.observed_at);
  if (said.type === 'profile') return { ...of, kind: 'profile', at, said };
  const named = nameOf(platform, said.post);
  return typeof named === 'string'
    ? { kind: 'refused', index, reason: `post: ${named}` }
    : { ...of, kind: 'post', at, said, named };
}

/** The item, or what is wrong with its shape. */
function shaped(given: unknown): PushedItem | string {
  const type = isRecord(given) ? given.type : undefined;
  if (type !== 'profile' && type !== 'post' && type !== 'day') return 'type must be profile, post or day';
  try {
    return parseAs<PushedSchema>(pushedItems[type], given, { isArguments: false });
  } catch (error) {
    if (!(error instanceof Problem) || error.errors === undefined) throw error;
    return error.errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  }
}

type PushedSchema = (typeof pushedItems)[keyof typeof pushedItems];

/** What is wrong with when it was seen. */
function when(said: PushedItem, now: number): string | null {
  if (said.type === 'day') {
    if (Date.parse(said.day) > now) return 'day lies ahead';
    return Date.parse(said.day) < oldest ? 'day is before 2010' : null;
  }
  const at = Date.parse(said.observed_at);
  if (at > now + aheadMs) return 'observed_at lies ahead';
  return at < oldest ? 'observed_at is before 2010' : null;
}

function nameOf(platform: Platform, text: string): NamedPost | string {
  const identified = identifyPost(platform, text);
  if (identified.kind === 'unidentified') return identified.message;
  return identified.kind === 'post'
    ? { external_id: identified.externalId, shortcode: identified.shortcode }
    : { external_id: identified.otherId, shortcode: null };
}
