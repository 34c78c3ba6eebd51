import type { Platform } from '../schema.ts';

/** Who a source says that it looked at. */
export interface ToldIdentity {
  /** Each of the platform's ids that looks tell, once. */
  readonly ids: readonly string[];
  /** Names that looks tell beside an id, in the order of their instants. */
  readonly names: readonly { readonly username: string; readonly at: number }[];
}

interface Told {
  readonly at: number;
  readonly snapshot: {
    readonly profile: { platform_account_id?: string | null; username?: string | null } | null;
  };
}

/** What looks tell of identity; an id that is none of any platform is as if it were not told. */
export function toldIdentity(looks: readonly Told[]): ToldIdentity {
  const ids = new Set<string>();
  const names: { username: string; at: number }[] = [];
  for (const { at, snapshot } of looks) {
    const id = snapshot.profile?.platform_account_id;
    if (typeof id !== 'string' || !/^[\w.-]{1,128}$/.test(id)) continue;
    ids.add(id);
    const username = usernameIn(snapshot.profile?.username);
    if (username !== null) names.push({ username, at });
  }
  return { ids: [...ids], names: names.sort((a, b) => a.at - b.at) };
}

/** A name as it is kept; null for what is none on either platform. */
function usernameIn(text: unknown): string | null {
  const name = typeof text === 'string' ? text.trim().replace(/^@/, '').toLowerCase() : '';
  return /^[a-z0-9._]{1,30}$/.test(name) ? name : null;
}

/**
 * What sort of id it is. A platform has several ids for one account, and each source gives its own: Instagram's Graph API
 * numbers professional accounts anew (17 digits, `178…`), TikTok gives `sec_uid`s and, to each app, an `open_id`. Only two of
 * one sort that differ are two accounts.
 */
export function idKind(platform: Platform, id: string): string {
  if (platform === 'instagram') return /^178\d{14}$/.test(id) ? 'graph' : /^\d+$/.test(id) ? 'number' : 'other';
  return /^\d+$/.test(id) ? 'number' : id.startsWith('MS4wLjAB') ? 'sec_uid' : 'open_id';
}

/** Another account than the tracked one was seen in its place. */
export interface Stranger {
  readonly seen: string;
  /** The tracked account's own id of that sort; null where none is known. */
  readonly known: string | null;
  /** The account that has the id already, where one does. */
  readonly holder: { readonly id: string; readonly username: string } | null;
}

/** Why nothing of it is recorded, and what somebody can do. */
export function strangerInWords(username: string, { seen, known, holder }: Stranger): string {
  if (holder !== null) {
    return `@${username} is now the account that is tracked as @${holder.username} (${holder.id}): it was renamed. Nothing seen under this name is recorded here. Delete this account, and the other one goes on as @${username} with its own history.`;
  }
  return `@${username} belongs to another account now: its platform id is ${seen}, and that of the tracked account is ${known}. Nothing seen of it is recorded. To go on with it in this history, PATCH accept_platform_account_id "${seen}"; to keep them apart, delete this account and track the name anew.`;
}
