import type { Platform } from '../../store/schema.ts';
import { bioOf } from './caption.ts';
import { exp2 } from './exp2.ts';
import { between, pick, seedOf, uniform } from './random.ts';
import type { Course } from './roster.ts';
import { rosterEntry } from './roster-entry.ts';
import { niches } from './wording.ts';

/** An invented account: what it is and how it goes, before any clock is looked at. */
export interface Persona {
  platform: Platform;
  username: string;
  seed: number;
  /** 18 bits that its posts' ids carry. */
  tag: number;
  /** By which its platform knows it whatever its name. */
  platformId: string;
  name: string;
  description: string;
  niche: number;
  language: number;
  isVerified: boolean;
  linkInBio: string | null;
  /** On the sample day. */
  followers: number;
  /** Followers gained in a day, as a part of `followers`. */
  followerGrowth: number;
  following: number;
  /** Posts from before those that the platform still lists. */
  earlierPosts: number;
  postsPerWeek: number;
  /** Views of an ordinary post in the end. */
  typicalViews: number;
  /** UTC hour around which it posts. */
  postingHour: number;
  course: Course;
}

/** The invented account behind any username; those of the sample organization are the roster's. */
export function personaOf(platform: Platform, username: string): Persona {
  const seed = seedOf(`${platform} account ${username}`);
  const tag = seed & 0x3ffff;
  const listed = rosterEntry(platform, username);
  const niche = listed?.niche ?? Math.floor(uniform(seed, 'niche') * niches.length);
  const language = listed?.language ?? Math.floor(uniform(seed, 'language') * 8);
  // The mean of two draws: most are of middling size, few tiny or huge.
  const size = (uniform(seed, 'size') + uniform(seed, 'size again')) / 2;
  const followers = Math.floor((listed?.followers ?? exp2(9 + 11 * size)) * between(seed, 'followers', 0.95, 1.05));
  const rhythm = pick(seed, 'rhythm', [1.5, 2, 2.5, 3, 4, 5]);
  const bio = bioOf(seed, niche, language);
  return {
    platform,
    username,
    seed,
    tag,
    // The seed alone would do, were it not that two of many names may share one.
    platformId: listed === undefined ? `${seed}${seedOf(`${platform} id ${username}`)}` : String(seed),
    name: listed?.name ?? spelledOut(username),
    // Anybody's username can be asked for: what is invented for one that is not in the sample says so itself.
    description: listed === undefined ? `${bio} (invented sample profile)` : bio,
    niche,
    language,
    isVerified: listed?.verified ?? false,
    linkInBio: listed === undefined ? null : `https://${listed.site}.example`,
    followers,
    followerGrowth: between(seed, 'growth', 0.0003, 0.0024),
    following: Math.floor(between(seed, 'following', 40, 900)),
    earlierPosts: Math.floor(between(seed, 'earlier', 30, 900)),
    postsPerWeek: listed?.postsPerWeek ?? rhythm,
    typicalViews: followers * between(seed, 'views', 0.12, platform === 'tiktok' ? 0.6 : 0.4),
    postingHour: between(seed, 'hour', 9, 20),
    course: listed?.course ?? 'steady',
  };
}

/** `night_trains.daily` → `Night Trains Daily`. */
function spelledOut(username: string): string {
  const words = username.split(/[._]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || username;
}
