import { notFound } from '../../contract/problem.ts';
import { cutText } from '../call/cut-text.ts';

/** Something that `search` finds and `fetch` returns in full. */
export type DocumentName =
  | { kind: 'account' | 'creator' | 'video'; id: string }
  | { kind: 'post'; platform: 'instagram' | 'tiktok'; id: number }
  | { kind: 'glossary'; id: string };

/** The id that stands for a document: `account:<uuid>`, `post:tiktok:<number>`, `glossary:views`. */
export function documentId(name: DocumentName): string {
  return name.kind === 'post' ? `post:${name.platform}:${name.id}` : `${name.kind}:${name.id}`;
}

const uuid = /^(account|creator|video):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const post = /^post:(instagram|tiktok):([1-9]\d{0,15})$/;
const glossary = /^glossary:([a-z-]{1,64})$/;

/** @throws Problem NOT_FOUND for an id that `search` did not give */
export function parseDocumentId(text: string): DocumentName {
  const [, kind, id = ''] = uuid.exec(text) ?? [];
  if (kind === 'account' || kind === 'creator' || kind === 'video') return { kind, id };
  const [, platform, number] = post.exec(text) ?? [];
  if (platform === 'instagram' || platform === 'tiktok') return { kind: 'post', platform, id: Number(number) };
  const [, entry] = glossary.exec(text) ?? [];
  if (entry !== undefined) return { kind: 'glossary', id: entry };
  throw notFound('document');
}

/** The page of the dashboard that shows it. A metric has no page of its own: the overview shows them all. */
export function documentUrl(dashboardUrl: string, name: DocumentName): string {
  switch (name.kind) {
    case 'account':
      return `${dashboardUrl}/accounts/${name.id}`;
    case 'creator':
      return `${dashboardUrl}/creators/${name.id}`;
    case 'video':
      return `${dashboardUrl}/videos/${name.id}`;
    case 'post':
      return `${dashboardUrl}/account-videos/${name.platform}/${name.id}`;
    case 'glossary':
      return `${dashboardUrl}/#${name.id}`;
  }
}

const longestTitle = 100;

/** A remote API may not say. */
type Said = string | null | undefined;

/** What people call a post or video: the beginning of its caption. */
export function videoTitle(caption: Said, username: Said, platform: Said): string {
  const from = `${platform ?? 'a'} post${username == null ? '' : ` by @${username}`}`;
  const line = caption?.replace(/\s+/g, ' ').trim() ?? '';
  if (line === '') return from;
  const cut = cutText(line, longestTitle);
  return `${from}: ${cut === line ? line : `${cut}…`}`;
}

export function accountTitle({ username, platform }: { username?: Said; platform?: Said }): string {
  const name = username == null ? 'an account' : `@${username}`;
  return platform == null ? name : `${name} on ${platform}`;
}
