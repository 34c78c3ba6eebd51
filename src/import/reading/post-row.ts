import type { Metric } from '../../store/observations/metrics.ts';
import { idInShortcode } from '../../store/observations/shortcode.ts';
import { postCounts } from '../columns/fields.ts';
import type { PostSaid, Whose } from '../observation.ts';
import { isUnknownCell } from '../values/count.ts';
import { dayOf } from '../values/days.ts';
import { readId } from '../values/ids.ts';
import { BadRow, type Counted, type RowReader } from './row-reader.ts';
import type { TimeReader } from './row-times.ts';

/** Reads a post of a row. Throws BadRow. */
export function readPost(reader: RowReader, times: TimeReader, { whose, at }: { whose: Whose; at: number }): PostSaid {
  const { key, shortcode, other } = keyOf(reader, whose);
  const posted = times.read(reader, 'posted_at', dayOf(at));
  if (posted === null) throw new BadRow('', 'does not say when the post was made');
  const kind = reader.text('media_type');
  const counts = countsOf(reader, whose, isStill(kind));
  const rounded = Object.fromEntries(
    postCounts.flatMap((field) => ((counts[field]?.step ?? 0) > 0 ? [[field, counts[field]?.step]] : [])),
  );
  return {
    external_id: key,
    other_id: other,
    shortcode,
    description: reader.text('caption'),
    create_time: posted.at === null ? `${posted.day}T00:00:00.000Z` : new Date(posted.at).toISOString(),
    media_type: mediaType(kind),
    duration: durationOf(reader),
    cover_image_url: null,
    video_url: null,
    view_count: counts.views?.value ?? null,
    play_count: counts.plays?.value ?? null,
    like_count: counts.likes?.value ?? null,
    comment_count: counts.comments?.value ?? null,
    share_count: counts.shares?.value ?? null,
    saved_count: counts.saves?.value ?? null,
    rounded,
  };
}

interface PostIds {
  readonly key: string;
  readonly shortcode: string | null;
  /** The id that stands beside a link, which is of another kind. */
  readonly other: string | null;
}

/** A post's key: on Instagram from its short code wherever there is one, since other ids of it differ. */
function keyOf(reader: RowReader, whose: Whose): PostIds {
  const link = reader.link();
  const found = reader.first('post_id');
  const read = found === null ? null : readId(found.text.split('_')[0] ?? '');
  const other = read?.kind === 'id' ? read.id : null;
  if (whose.platform === 'instagram') {
    // A private post's code is longer: its first 11 characters are the post.
    const shortcode = (link?.shortcode ?? reader.text('shortcode') ?? '').slice(0, 11);
    const key = idInShortcode(shortcode);
    if (key !== null) return { key, shortcode, other: other === key ? null : other };
  } else if (link?.postId != null) {
    return { key: link.postId, shortcode: null, other: null };
  }
  if (found === null || read === null) throw new BadRow('', 'does not say which post it is');
  const name = reader.nameOf(found.at);
  if (read.kind === 'cut') {
    throw new BadRow(name, 'is an id that a spreadsheet has cut: the link to the post is needed');
  }
  if (other === null) throw new BadRow(name, 'is no id of a post');
  return { key: other, shortcode: null, other: null };
}

type Counts = Readonly<Record<Metric, Counted | null>>;

/** On TikTok a play is a view; on Instagram plays are views where nothing else is. Pictures have neither. */
function countsOf(reader: RowReader, { platform }: Whose, isPicture: boolean): Counts {
  const views = reader.count('views');
  const plays = reader.count('plays');
  const hasViews = reader.plan.places.has('views');
  const shown = {
    views: views ?? (hasViews ? null : plays),
    plays: platform === 'instagram' && hasViews ? plays : null,
  };
  const blank = isPicture && shown.views?.value === 0 && (shown.plays?.value ?? 0) === 0;
  return {
    ...(blank ? { views: null, plays: null } : shown),
    likes: reader.count('likes'),
    comments: reader.count('comments'),
    shares: reader.count('shares'),
    saves: reader.count('saves'),
  };
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/reel|clips/i, 'video'],
  [/sidecar|carousel|karusell|carrusel|carrossel|album/i, 'carousel'],
  [/video|vídeo|igtv|film/i, 'video'],
  [/image|photo|foto|bild|imagen|imagem|feed/i, 'image'],
];

function isStill(kind: string | null): boolean {
  return kind !== null && ['carousel', 'image'].includes(kinds.find(([words]) => words.test(kind))?.[1] ?? '');
}

/** Null where the row does not say: another source may know. */
function mediaType(kind: string | null): string | null {
  return kind === null ? null : (kinds.find(([words]) => words.test(kind))?.[1] ?? null);
}

/** Longer than any reel: some collectors write milliseconds, and do not say so. */
const longest = 900;

function durationOf(reader: RowReader): number | null {
  const text = reader.text('duration');
  if (text === null || isUnknownCell(text) || !/^\d+(\.\d+)?$/.test(text)) return null;
  const seconds = Number(text);
  return seconds > longest || seconds === 0 ? null : Math.round(seconds * 1_000) / 1_000;
}
