import { dayMs, weekday } from './day.ts';
import { pace } from './pace.ts';
import type { Persona } from './persona.ts';
import { type Post, postOf, viewsOfReach } from './post.ts';
import { packPostId } from './post-id.ts';
import { bell, between, uniform } from './random.ts';

/** How likely a post is on each weekday, Monday first; the mean is 1. */
const postingDays = [0.8, 0.85, 0.95, 1.1, 1.1, 1.15, 1.05] as const;
/** Weeks of posts that a profile shows on the sample day. */
const weeksListed = 20;
/** No platform lists a profile for ever: the newest this many. */
const mostListed = 200;
/** How long before the sample day a declining account's decline begins, in days. */
const declineDays = 60;

/**
 * An account's posts that exist at this moment, newest first. `sampleDay` is the day number on which the sample was
 * made: the listing begins 20 weeks' worth of posts before it, so that it neither shrinks nor reaches further back later.
 */
export function postsAt(persona: Persona, instant: number, sampleDay: number): readonly Post[] {
  const today = Math.floor(instant / dayMs);
  const later = daysBetween(sampleDay, today).flatMap((day) => postsOf(persona, day, sampleDay));
  return [...postsBefore(persona, sampleDay), ...later]
    .filter((post) => post.createdAt <= instant)
    .slice(-mostListed)
    .reverse();
}

/** Followers at this moment. */
export function followersAt(persona: Persona, instant: number, sampleDay: number): number {
  const days = pace(persona.tag, instant) - pace(persona.tag, sampleDay * dayMs);
  const sinceTurn = days + declineDays;
  const steady = 1 + persona.followerGrowth * days;
  const declining = sinceTurn < 0 ? 1 + persona.followerGrowth * sinceTurn : 1 - 0.002 * sinceTurn;
  return Math.floor(persona.followers * Math.max(0.1, persona.course === 'declining' ? declining : steady));
}

/** Oldest first: exactly as many as 20 weeks at the account's rhythm come to, however many days that takes. */
function postsBefore(persona: Persona, sampleDay: number): Post[] {
  const wanted = Math.floor(persona.postsPerWeek * weeksListed);
  const newestFirst: Post[] = [];
  for (let day = sampleDay - 1; newestFirst.length < wanted; day -= 1) {
    newestFirst.push(...postsOf(persona, day, sampleDay).reverse());
  }
  return newestFirst.slice(0, wanted).reverse();
}

/** A day's posts, oldest first: on a busy account sometimes two, hours apart. */
function postsOf(persona: Persona, day: number, sampleDay: number): Post[] {
  const expected = (persona.postsPerWeek / 7) * (postingDays[weekday(day)] ?? 1);
  const count = Math.floor(expected + uniform(persona.seed, day));
  return Array.from({ length: count }, (_, slot) => invent(persona, day, slot, sampleDay)).filter(
    (post) => post !== undefined,
  );
}

function invent(persona: Persona, day: number, slot: number, sampleDay: number): Post | undefined {
  const salt = `post ${day}/${slot}`;
  const hour = persona.postingHour - 5 * slot + between(persona.seed, `${salt} hour`, -1.5, 1.5);
  return postOf(
    persona.platform,
    packPostId(persona.platform, {
      createdSecond: day * 86_400 + Math.floor(hour * 3600),
      reach: reachOf(persona, salt, day - sampleDay),
      niche: persona.niche,
      language: persona.language,
      tag: persona.tag,
    }),
  );
}

/** Posts vary by most of an octave (15 steps of reach); about one in 150 goes viral, 6 to 20 times as far. */
function reachOf(persona: Persona, salt: string, day: number): number {
  const share = courseOn(persona, day);
  // No post goes viral near a decline: it would hide the decline, or be the whole of it.
  const steady = persona.course === 'steady';
  const spread = bell(persona.seed, `${salt} spread`) * (steady ? 12 : 8);
  const viral = steady && uniform(persona.seed, `${salt} viral`) < 0.0067;
  const far = viral ? between(persona.seed, `${salt} far`, 40, 65) : 0;
  return Math.max(0, Math.min(255, Math.floor(reachFor(persona.typicalViews * share) + spread + far)));
}

/** How far posts go against before: a declining account's ever less in the 60 days before the sample day, down to 10 %. */
function courseOn(persona: Persona, day: number): number {
  if (persona.course === 'steady') return 1;
  return 1 - 0.9 * Math.max(0, Math.min(1, (day + declineDays) / declineDays));
}

/** The greatest reach whose views do not exceed these. */
function reachFor(views: number): number {
  let low = 0;
  let high = 255;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (viewsOfReach(middle) <= views) low = middle;
    else high = middle - 1;
  }
  return low;
}

function daysBetween(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step);
}
