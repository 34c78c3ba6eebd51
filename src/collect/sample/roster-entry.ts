import type { Platform } from '../../store/schema.ts';
import { type RosterAccount, type RosterCreator, rosterCreators, rosterLoners } from './roster.ts';

interface RosterEntry extends Pick<RosterCreator, 'name' | 'niche' | 'language' | 'site' | 'course'> {
  followers: number;
  postsPerWeek: number;
  verified: boolean;
}

const entries: ReadonlyMap<string, RosterEntry> = new Map([
  ...rosterCreators.flatMap((creator) =>
    creator.accounts.map((account) => [keyOf(account.platform, account.username), entryOf(creator, account)] as const),
  ),
  ...rosterLoners.map(
    (loner) =>
      [
        keyOf(loner.account.platform, loner.account.username),
        entryOf({ ...loner, course: 'steady' }, loner.account),
      ] as const,
  ),
]);

/** What the roster says of an account, or undefined for all that are not in it. */
export function rosterEntry(platform: Platform, username: string): RosterEntry | undefined {
  return entries.get(keyOf(platform, username));
}

function keyOf(platform: Platform, username: string): string {
  return `${platform}:${username}`;
}

function entryOf(
  owner: Pick<RosterCreator, 'name' | 'niche' | 'language' | 'site' | 'course'>,
  account: RosterAccount,
): RosterEntry {
  return {
    name: owner.name,
    niche: owner.niche,
    language: owner.language,
    site: owner.site,
    course: owner.course,
    followers: account.followers,
    postsPerWeek: account.postsPerWeek,
    verified: account.verified ?? false,
  };
}
