import type { Platform } from '../../store/schema.ts';

/**
 * An external id that says all there is to know of an invented post, so that the same post asked for by its account
 * and by its id has the same counts, with nothing remembered anywhere.
 *
 * The upper bits are the second of its making, laid out as each platform does it, so that ids sort by time and an id
 * copied from a real post yields that post's date. The lower 32 bits carry the four small numbers.
 */
export interface PostId {
  /** Unix seconds. */
  createdSecond: number;
  /** 0–255: how far it will go, on a logarithmic scale. */
  reach: number;
  /** 0–7. */
  niche: number;
  /** 0–7. */
  language: number;
  /** 0–262143: whose it is, and so the audience that it has. */
  tag: number;
}

/** Instagram counts milliseconds from here (in Unix seconds; its own epoch is 721 ms later). */
const instagramEpoch = 1_314_220_021;
const largest = (1n << 63n) - 1n;

/** The id as decimal text. */
export function packPostId(platform: Platform, post: PostId): string {
  const facts = ((post.reach << 24) | (post.niche << 21) | (post.language << 18) | post.tag) >>> 0;
  if (platform === 'tiktok') return String((BigInt(post.createdSecond) << 32n) | BigInt(facts));
  const milliseconds = BigInt(post.createdSecond - instagramEpoch) * 1000n + BigInt(facts >>> 23);
  return String((milliseconds << 23n) | BigInt(facts & 0x7fffff));
}

/** Undefined for what is no id of up to 63 bits. */
export function unpackPostId(platform: Platform, externalId: string): PostId | undefined {
  if (!/^\d{1,19}$/.test(externalId)) return undefined;
  const id = BigInt(externalId);
  if (id === 0n || id > largest) return undefined;
  if (platform === 'tiktok') return facts(Number(id >> 32n), Number(id & 0xffffffffn));
  const milliseconds = Number(id >> 23n);
  const upper = (milliseconds % 1000) & 0x1ff;
  const second = Math.floor(milliseconds / 1000) + instagramEpoch;
  return facts(second, upper * 2 ** 23 + Number(id & 0x7fffffn));
}

function facts(createdSecond: number, bits: number): PostId {
  return {
    createdSecond,
    reach: bits >>> 24,
    niche: (bits >>> 21) & 7,
    language: (bits >>> 18) & 7,
    tag: bits & 0x3ffff,
  };
}
