import { type Field, postCounts } from '../columns/fields.ts';
import type { Observation, ProfileSaid, ReportedDay, Whose } from '../observation.ts';
import type { Row } from '../tables/table.ts';
import { dayMs } from '../values/days.ts';
import { readMoment } from '../values/moments.ts';
import type { Plan } from './plan.ts';
import { readPost } from './post-row.ts';
import { BadRow, RowReader } from './row-reader.ts';
import { TimeReader } from './row-times.ts';

/** What a row says; nothing where all of it is unknown. */
export type RowSaid =
  | { readonly kind: 'said'; readonly observations: readonly Observation[]; readonly isRepeated: boolean }
  | { readonly kind: 'bad'; readonly column: string; readonly reason: string };

/** Reads the rows of a table in their order, by its plan. */
export function createObserver(plan: Plan, now: number): (row: Row) => RowSaid {
  const times = new TimeReader(now);
  const isRepeated = createRepetition();
  return (row) => {
    try {
      const observations = observe(new RowReader(plan, row), times, now);
      const fresh = observations.filter((one) => !isRepeated(one));
      return { kind: 'said', observations: fresh, isRepeated: fresh.length < observations.length };
    } catch (error) {
      if (error instanceof BadRow) return { kind: 'bad', column: error.column, reason: error.message };
      throw error;
    }
  };
}

/** Tables of posts say of their profile the same on each row. */
function createRepetition(): (observation: Observation) => boolean {
  let last = '';
  return (observation) => {
    if (observation.kind !== 'profile') return false;
    const said = JSON.stringify(observation);
    if (said === last) return true;
    last = said;
    return false;
  };
}

function observe(reader: RowReader, times: TimeReader, now: number): Observation[] {
  const error = reader.text('error');
  if (error !== null && error !== 'false') throw new BadRow('error', `the collector reports “${error.slice(0, 60)}”`);
  if (reader.row.isRagged) throw new BadRow('', 'has more or fewer cells than the header');
  const { grain } = reader.plan;
  const whose = reader.whose();
  if (grain === 'names') return [{ kind: 'name', whose }];
  if (grain === 'days') return ofDay(reader, times, { whose, now });
  const at = seenAt(reader, times, now);
  const profile = profileOf(reader);
  const said: Observation[] = profile === null ? [] : [{ kind: 'profile', whose, at, profile }];
  return grain === 'posts'
    ? [...said, { kind: 'post', whose, at, post: readPost(reader, times, { whose, at }) }]
    : said;
}

/** When a row's levels were seen: a day alone is its end, or now where it is today. */
function seenAt(reader: RowReader, times: TimeReader, now: number): number {
  const told = times.read(reader, 'observed_at') ?? times.read(reader, 'day');
  if (told !== null) return told.at ?? endOf(told.day, now);
  const around = readMoment(reader.row.table.around.get('observed_at') ?? '');
  if (around?.kind === 'instant') return around.at;
  if (reader.plan.observedAt === null) throw new BadRow('', 'does not say when it was seen');
  return reader.plan.observedAt;
}

function endOf(day: string, now: number): number {
  return Math.min(Date.parse(day) + dayMs - 1, Math.max(now, Date.parse(day)));
}

/** What a row says of its profile; null where that is nothing. */
function profileOf(reader: RowReader): ProfileSaid | null {
  const followers = reader.count('followers');
  const following = reader.count('following');
  const posts = reader.count('posts');
  if (followers === null && following === null && posts === null) return null;
  const name = reader.text('name');
  const isPost = reader.plan.grain === 'posts';
  const description = reader.text('bio') ?? (isPost ? null : reader.text('caption'));
  return {
    ...(name !== null && { name }),
    ...(description !== null && { description }),
    ...(followers !== null && { followers: followers.value }),
    ...(followers !== null && followers.step > 0 && { followersStep: followers.step }),
    ...(following !== null && { following: following.value }),
    ...(posts !== null && { posts: posts.value }),
  };
}

/** A day of an account: its levels at the day's end, and what it brought. */
function ofDay(reader: RowReader, times: TimeReader, { whose, now }: { whose: Whose; now: number }): Observation[] {
  const told = times.read(reader, 'day');
  if (told === null) throw new BadRow('', 'does not say which day it is');
  const { day } = told;
  const said: Observation[] = [];
  const profile = profileOf(reader);
  if (profile !== null) said.push({ kind: 'profile', whose, at: endOf(day, now), profile });
  const reported = reportedOf(reader);
  if (reported !== null) said.push({ kind: 'day', whose, day, reported });
  return said;
}

function reportedOf(reader: RowReader): ReportedDay | null {
  const gains: Partial<Record<keyof ReportedDay['gains'], number>> = {};
  const levels: Partial<Record<keyof ReportedDay['levels'], number>> = {};
  for (const field of postCounts) {
    const counted = reader.count(field);
    if (counted === null) continue;
    if (reader.plan.values.get(field) === 'gains') gains[field] = counted.value;
    else levels[field] = counted.value;
  }
  // Where levels of followers are known they tell their own gains.
  const gained = reader.plan.places.has('followers') && reader.count('followers') !== null ? null : gainedOf(reader);
  if (gained !== null) gains.followers = gained;
  return Object.keys(gains).length + Object.keys(levels).length === 0 ? null : { gains, levels };
}

function gainedOf(reader: RowReader): number | null {
  const of = (field: Field) => reader.count(field)?.value ?? null;
  const net = of('followers_gained');
  if (net !== null) return net;
  const [came, left] = [of('followers_new'), of('followers_lost')];
  return came === null || left === null ? null : came - Math.abs(left);
}
