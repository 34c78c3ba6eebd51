import { recordLooks } from '../../src/store/ingest/record-looks.ts';
import { recordReported } from '../../src/store/ingest/record-reported.ts';
import type { PostObservation } from '../../src/store/ingest/snapshot.ts';
import type { Store } from '../../src/store/store.ts';
import { dayMs, type Serving, serving } from '../services/serving.ts';
import { post, snapshotOf } from '../store/rows.ts';

/** Noon of a day behind the changes of clocks in America and in Europe. */
export const now = Date.UTC(2026, 3, 12, 12, 34);

/** The same numbers each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const captions = [
  'hello #Ad #food',
  'An advert, no #advert',
  'night shift #ÉTÉ @Mara.Vale',
  'été à la plage #été #food',
  'Night night #night_life',
  'kein Wort हिन्दी #हिन्दी',
  'straße STRASSE #ad',
  'plain words, 100% sure',
  'semi_colon; night_ @mara.vale @other',
  '',
];
const mediaTypes = ['reel', 'image', 'carousel', 'video'];
const durations = [null, 7, 15, 29.5, 30, 61, 200];
const categories = [null, 'Food', 'food', 'Straße'];

/** An organization with accounts of every kind, whose posts were seen on many days, by sources that round and that disagree. */
export async function makeWorld(store: Store, seed: number, accounts = 8): Promise<Serving> {
  const roll = dice(seed);
  const own = await serving(store);
  own.clock.now = now - 120 * dayMs;
  const creators = [await own.creator('Mara'), await own.creator('Zoë'), await own.creator('Zoë')];
  await own.creator('Nobody');
  for (let number = 0; number < accounts; number += 1) {
    const platform = number % 3 === 0 ? 'tiktok' : 'instagram';
    const creator = creators[roll(4)];
    own.clock.now = now - (100 - 10 * number) * dayMs;
    const { body } = await own.ask('create_account', {
      body: {
        platform,
        username: `account.${number}`,
        category: categories[number % 4],
        ...(creator !== undefined && { creator_id: creator }),
        ...(number % 2 === 0 && {
          metadata: { campaign: number % 4 === 0 ? 'Spring' : 'spring sale', 'o\'dd "key': 'x' },
        }),
      },
    });
    if (number < 7) await seenOften(store, own, { id: body.data.id, number }, roll);
  }
  own.clock.now = now;
  return own;
}

interface Account {
  readonly id: string;
  readonly number: number;
}

async function seenOften(store: Store, own: Serving, { id, number }: Account, roll: (sides: number) => number) {
  const whose = { organizationId: own.organizationId, accountId: id };
  const posts = Array.from({ length: 9 }, (_, index) => made(number, index, roll));
  let followers = 800 * (1 + roll(200));
  for (let day = 70; day >= 0; day -= 1 + roll(5)) {
    const at = now - day * dayMs - roll(20 * 60) * 60_000;
    followers += roll(50) - 20;
    const listed = posts.filter(({ create_time }) => Date.parse(create_time) < at && roll(5) > 0);
    for (const each of listed) grow(each, roll);
    const origin =
      roll(6) === 0 ? ({ source: 'push', importId: '' } as const) : ({ source: 'api', importId: '' } as const);
    const looks = [
      { at, snapshot: { ...snapshotOf(followers, []), posts: listed.map((each) => told(each, number, roll)) } },
    ];
    await recordLooks(store, { ...whose, origin, looks });
    // Another source of the same moment, which says something else.
    if (roll(6) !== 0) continue;
    const others = listed.slice(0, 2).map((each) => ({ ...told(each, number, roll), view_count: each.view_count + 7 }));
    const disagreeing = [{ at, snapshot: { profile: null, posts: others } }];
    await recordLooks(store, { ...whose, origin: { source: 'file', importId: 'one' }, looks: disagreeing });
  }
  if (number !== 2) return;
  const days = [90, 89, 88].map((back) => ({
    day: new Date(now - back * dayMs).toISOString().slice(0, 10),
    gains: { views: 1_000 + back, likes: 10 },
  }));
  await recordReported(store, { ...whose, origin: { source: 'file', importId: 'days' }, days, now });
}

/** A post of some minute, often near midnight or a change of clocks. */
function made(number: number, index: number, roll: (sides: number) => number) {
  const near = [
    now - roll(110) * dayMs,
    Date.UTC(2026, 2, 8, 6, 50),
    Date.UTC(2026, 2, 29, 0, 50),
    Date.UTC(2026, 1, 28, 23, 40),
  ];
  const at = (near[roll(near.length)] ?? now) + roll(80) * 60_000;
  return {
    ...post(`p${number}-${index}`, 100 + roll(5_000), {
      create_time: new Date(Math.min(at, now - dayMs)).toISOString(),
    }),
    description: captions[roll(captions.length)] || null,
    media_type: mediaTypes[roll(mediaTypes.length)] ?? 'video',
    duration: durations[roll(durations.length)] ?? null,
    share_count: 3,
    saved_count: 5,
  };
}

function grow(each: ReturnType<typeof made>, roll: (sides: number) => number): void {
  each.view_count += roll(400) - 10;
  each.play_count += roll(500);
  each.like_count += roll(40);
  each.comment_count += roll(4);
  each.share_count += roll(3);
  each.saved_count += roll(5);
}

/** What is told of it: one account's shares nobody tells, and some levels are rounded. */
function told(each: ReturnType<typeof made>, number: number, roll: (sides: number) => number): PostObservation {
  const shares = number === 1 ? null : each.share_count;
  if (number !== 4 || roll(3) > 0) return { ...each, share_count: shares };
  return { ...each, view_count: Math.round(each.view_count / 100) * 100, share_count: shares, rounded: { views: 100 } };
}
