import { z } from 'zod';
import { day, keptText, platform } from '../fields.ts';

/** A total; null or left out where the source does not give it. Below 0 is unknown too. */
const total = z.int().min(-1).nullable().optional();
const words = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !text.includes('\0'), 'may not hold the character NUL')
    .nullable()
    .optional();
const gain = z.int().nullable().optional();

const whose = {
  platform,
  username: keptText.meta({ description: 'With or without @, or the profile address.', examples: ['ana.bakes'] }),
  platform_account_id: z
    .string()
    .min(1)
    .max(128)
    .nullable()
    .optional()
    .meta({ description: "The platform's own id: another one than before is another account; null = not known." }),
};
const observed_at = z.iso
  .datetime({ offset: true })
  .meta({ description: 'When it was seen; its UTC day gets the gains.', examples: ['2026-09-30T06:00:00Z'] });

const pushedProfile = z.strictObject({
  type: z.literal('profile'),
  ...whose,
  observed_at,
  name: words(255),
  description: words(10_000),
  profile_pic_url: z.url().max(2048).nullable().optional(),
  link_in_bio: z.string().max(2048).nullable().optional(),
  is_verified: z.boolean().nullable().optional(),
  follower_count: total,
  following_count: total,
  profile_post_count: total,
  lists_all_posts: z.boolean().default(false).meta({
    description:
      'Whether the posts of this account and instant in this request are all that it has: a post that three such listings leave out is unavailable.',
  }),
});

const pushedPost = z.strictObject({
  type: z.literal('post'),
  ...whose,
  observed_at,
  post: z
    .string()
    .min(1)
    .max(2048)
    .meta({
      description: "The post's address, shortcode or id.",
      examples: ['https://www.instagram.com/reel/DQNAXU5kW5B/'],
    }),
  created_at: z.iso.datetime({ offset: true }).meta({ description: 'When it was published.' }),
  caption: words(10_000),
  media_type: z.enum(['video', 'image', 'carousel']).nullable().optional(),
  duration: z.number().min(0).max(86_400).nullable().optional().meta({ description: 'Seconds.' }),
  cover_image_url: z.url().max(2048).nullable().optional(),
  view_count: total,
  play_count: total,
  like_count: total,
  comment_count: total,
  share_count: total,
  saved_count: total,
});

const pushedDay = z.strictObject({
  type: z.literal('day'),
  ...whose,
  day: day.meta({ description: 'A UTC day that is over or goes on.' }),
  views: gain,
  plays: gain,
  likes: gain,
  comments: gain,
  shares: gain,
  saves: gain,
  followers: total.meta({ description: 'How many there were at the end of the day; null = not known.' }),
  followers_gained: gain,
});

/** The items by what they are: each is read by its own schema, so that what is wrong can be named. */
export const pushedItems = { profile: pushedProfile, post: pushedPost, day: pushedDay } as const;

/** Each kind with its fields, for the documents: `?` is what may be left out. */
const inWords = Object.entries(pushedItems)
  .map(([type, { shape }]) => `${type}: ${Object.entries(shape).flatMap(fieldInWords).join(', ')}`)
  .join('. ');

function fieldInWords([name, schema]: [string, z.ZodType]): string[] {
  if (name === 'type') return [];
  return [schema.safeParse(undefined).success ? `${name}?` : name];
}

/**
 * One thing that was seen: a profile, a post, or what an account's own tools report of a day without saying of which posts.
 * Taken as any object here, since one of another shape is that item's own failure.
 */
export const anyItem = z.record(z.string(), z.unknown()).meta({
  description: `By its type. ${inWords}. Counts are totals, of a day gains; null, left out or below 0 is unknown.`,
  examples: [
    {
      type: 'post',
      platform: 'instagram',
      username: 'ana.bakes',
      observed_at: '2026-09-30T06:00:00Z',
      post: 'https://www.instagram.com/reel/DQNAXU5kW5B/',
      created_at: '2026-09-28T17:30:00Z',
      view_count: 1200,
    },
  ],
});

export type PushedItem = PushedProfile | PushedPost | PushedDay;
export type PushedProfile = z.output<typeof pushedProfile>;
export type PushedPost = z.output<typeof pushedPost>;
export type PushedDay = z.output<typeof pushedDay>;

/** What became of an item, in the place that it had in the request. */
const pushedResult = z.object({
  index: z.int(),
  status: z.enum(['recorded', 'unchanged', 'rejected']),
  account_id: z.string().nullable().meta({ format: 'uuid' }),
  reason: z.string().nullable(),
  leaps: z
    .array(z.string())
    .meta({ description: 'Counts that are more than 100 times what was known: recorded all the same.' }),
});

export type PushedResult = z.output<typeof pushedResult>;

/** What a push came to. */
export const pushed = z.object({
  type: z.literal('push'),
  /** Under what it is listed and taken back; null where nothing was recorded. */
  push_id: z.string().nullable().meta({ format: 'uuid' }),
  recorded: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  items: z.array(pushedResult),
});
