import { idInShortcode, isGraphPostId, isPostId, shortcodeOf } from '../store/observations/shortcode.ts';
import type { Platform } from '../store/schema.ts';

/** What POST /accounts was given, understood; `message` tells the caller what to give instead. */
export type IdentifiedAccount = { kind: 'account'; platform: Platform; username: string } | Unidentified;

/** What POST /videos was given, understood. `username` is known only when the address that was given names it. */
export type IdentifiedPost =
  | { kind: 'post'; platform: Platform; externalId: string; shortcode: string | null; username: string | null }
  /** An id that says which post is meant only where it was seen beside the post's link; `message` is for elsewhere. */
  | { kind: 'other_id'; platform: Platform; otherId: string; message: string }
  | Unidentified;

interface Unidentified {
  kind: 'unidentified';
  reason: 'empty' | 'other_platform' | 'malformed' | 'short_link';
  message: string;
}

/** Each platform's own rule for usernames. */
const usernameShape: Readonly<Record<Platform, RegExp>> = {
  instagram: /^[a-z0-9._]{1,30}$/,
  tiktok: /^[a-z0-9._]{2,24}$/,
};

const title: Readonly<Record<Platform, string>> = { instagram: 'Instagram', tiktok: 'TikTok' };

const wantedAccount: Readonly<Record<Platform, string>> = {
  instagram:
    'Give an Instagram username (1–30 of a–z, 0–9, "." and "_") or a profile address like https://www.instagram.com/name/.',
  tiktok:
    'Give a TikTok username (2–24 of a–z, 0–9, "." and "_") or a profile address like https://www.tiktok.com/@name.',
};

const wantedPost: Readonly<Record<Platform, string>> = {
  instagram:
    'Give an Instagram post or reel address like https://www.instagram.com/reel/SHORTCODE/, its shortcode, or its numeric id.',
  tiktok: 'Give a TikTok video address like https://www.tiktok.com/@name/video/1234567890123456789, or its numeric id.',
};

const linkInstead =
  "This looks like an id of Instagram's Graph API or of a Meta export. It does not say which post it is, and was not seen beside the post's link here: give the address like https://www.instagram.com/reel/SHORTCODE/, or the shortcode.";

/** First parts of instagram.com paths that are pages of the site, not profiles. */
const instagramPages = new Set(['p', 'reel', 'reels', 'tv', 'stories', 'explore', 'accounts', 'direct', 'share']);

/**
 * The account that a text names (contract §2, POST /accounts): a username, with `@` or not, or a profile's address.
 * Reads only the text: nothing is fetched.
 */
export function identifyAccount(platform: Platform, text: string): IdentifiedAccount {
  const given = read(text);
  if (given.kind === 'empty') return unidentified('empty', wantedAccount[platform]);
  if (given.kind === 'address' && given.platform !== platform) return elsewhere(platform, given, wantedAccount);
  const name = given.kind === 'plain' ? given.text : profileName(platform, given.path);
  const username = name?.replace(/^@/, '').toLowerCase();
  if (username === undefined || !usernameShape[platform].test(username)) {
    return unidentified('malformed', wantedAccount[platform]);
  }
  return { kind: 'account', platform, username };
}

/**
 * The post that a text names (contract §2, POST /videos): its address, shortcode (Instagram) or numeric id.
 * Reads only the text: an address that merely redirects to a post is refused.
 */
export function identifyPost(platform: Platform, text: string): IdentifiedPost {
  const given = read(text);
  if (given.kind === 'empty') return unidentified('empty', wantedPost[platform]);
  if (given.kind === 'address' && given.platform !== platform) return elsewhere(platform, given, wantedPost);
  if (given.kind === 'address' && isShortLink(given)) {
    return unidentified(
      'short_link',
      `A short link does not say which post it leads to: open it and copy the full address. ${wantedPost[platform]}`,
    );
  }
  return platform === 'instagram' ? instagramPost(given) : tiktokPost(given);
}

type Given =
  | { kind: 'empty' }
  | { kind: 'plain'; text: string }
  /** `platform` is null for a site that is neither. */
  | { kind: 'address'; platform: Platform | null; host: string; path: readonly string[] };

type Address = Extract<Given, { kind: 'address' }>;

function read(text: string): Given {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const withScheme = /^https?:\/\//i.test(trimmed);
  // Without a scheme only a path behind a dotted host is an address: usernames may have dots too.
  const bareAddress = /^[a-z0-9-]+(\.[a-z0-9-]+)+\/|^((www|m|vm|vt)\.)?(instagram|tiktok)\.com$/i.test(trimmed);
  if (!withScheme && !bareAddress) return { kind: 'plain', text: trimmed };
  const url = URL.parse(withScheme ? trimmed : `https://${trimmed}`);
  if (url === null) return { kind: 'plain', text: trimmed };
  const host = url.hostname.replace(/\.$/, '');
  return {
    kind: 'address',
    platform: platformOf(host),
    host,
    path: url.pathname.replaceAll('%40', '@').split('/').filter(Boolean),
  };
}

function platformOf(host: string): Platform | null {
  if (/^((www|m)\.)?(instagram\.com|instagr\.am)$/.test(host)) return 'instagram';
  return /^((www|m|vm|vt)\.)?tiktok\.com$/.test(host) ? 'tiktok' : null;
}

function profileName(platform: Platform, path: readonly string[]): string | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return undefined;
  if (platform === 'tiktok') return first.startsWith('@') && rest.length === 0 ? first : undefined;
  // Instagram's own tabs of a profile: /name/reels/, /name/tagged/.
  const onProfile = rest.length === 0 || (rest.length === 1 && ['reels', 'tagged'].includes(rest[0] ?? ''));
  return onProfile && !instagramPages.has(first.toLowerCase()) ? first : undefined;
}

function isShortLink({ host, path }: Address): boolean {
  return /^v[mt]\.tiktok\.com$/.test(host) || (host.endsWith('tiktok.com') && path[0] === 't') || path[0] === 'share';
}

/** `/p/CODE`, `/reel/CODE`, `/reels/CODE`, `/tv/CODE`, each also behind a username. */
function instagramPost(given: Exclude<Given, { kind: 'empty' }>): IdentifiedPost {
  if (given.kind === 'plain') return fromInstagramCode(given.text, null);
  const [first, second, third] = given.path;
  const isPost = (part: string | undefined) => part !== undefined && /^(p|reels?|tv)$/.test(part);
  if (isPost(first)) return fromInstagramCode(second ?? '', null);
  return fromInstagramCode(isPost(second) ? (third ?? '') : '', validUsername('instagram', first));
}

/** A shortcode, or an id with or without `_<owner>`; digits alone are an id, for no shortcode of today is that. */
function fromInstagramCode(text: string, username: string | null): IdentifiedPost {
  const id = /^(\d{5,19})(_\d+)?$/.exec(text)?.[1];
  if (id !== undefined && isGraphPostId(id)) {
    return { kind: 'other_id', platform: 'instagram', otherId: id, message: linkInstead };
  }
  const mediaId = id === undefined ? idInShortcode(text) : isPostId(BigInt(id)) ? String(BigInt(id)) : null;
  return mediaId === null ? unidentified('malformed', wantedPost.instagram) : instagramPostOf(mediaId, username);
}

/** The Instagram post of a key. */
export function instagramPostOf(
  externalId: string,
  username: string | null,
): Extract<IdentifiedPost, { kind: 'post' }> {
  const shortcode = shortcodeOf(BigInt(externalId));
  return { kind: 'post', platform: 'instagram', externalId, shortcode, username };
}

/** `/@name/video/ID`, `/@name/photo/ID`, `/v/ID.html`, `/embed/ID`, `/embed/v2/ID`, `/player/v1/ID`. */
function tiktokPost(given: Exclude<Given, { kind: 'empty' }>): IdentifiedPost {
  const path = given.kind === 'plain' ? given.text : given.path.join('/');
  const [, name, id] =
    /^(?:@([^/]+)\/(?:video|photo)\/|v\/|embed\/(?:v2\/)?|player\/v1\/)?(\d{5,19})(?:\.html)?$/.exec(path) ?? [];
  if (id === undefined || !isPostId(BigInt(id))) return unidentified('malformed', wantedPost.tiktok);
  return {
    kind: 'post',
    platform: 'tiktok',
    externalId: String(BigInt(id)),
    shortcode: null,
    username: validUsername('tiktok', name),
  };
}

function validUsername(platform: Platform, text: string | undefined): string | null {
  const name = text?.toLowerCase() ?? '';
  return usernameShape[platform].test(name) ? name : null;
}

function elsewhere(platform: Platform, given: Address, wanted: Readonly<Record<Platform, string>>): Unidentified {
  const where = given.platform === null ? 'another site' : title[given.platform];
  return unidentified(
    'other_platform',
    `This is an address of ${where}, not of ${title[platform]}. ${wanted[platform]}`,
  );
}

function unidentified(reason: Unidentified['reason'], message: string): Unidentified {
  return { kind: 'unidentified', reason, message };
}
