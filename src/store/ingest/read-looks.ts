import { everyMetric, toldBits } from '../observations/metrics.ts';
import type { Look } from './look.ts';
import type { Place, ReadLook } from './looked.ts';
import { aliasesFor, writeAliases } from './post-aliases.ts';
import { profileLook } from './profile-look.ts';
import { type ReadPost, readPosts } from './readable.ts';

/** Reads looks at an account, and remembers the further ids of posts that they tell. */
export async function readLooks({ writer, account, origin }: Place, looks: readonly Look[]): Promise<ReadLook[]> {
  const { dialect, write: db } = writer;
  const posts = looks.flatMap(({ snapshot }) => snapshot.posts ?? []);
  const known = await aliasesFor(dialect, db, account, posts);
  const told = new Map<string, string>();
  const read = looks.map((look): ReadLook => {
    const options = { at: look.at, origin: origin.number, aliases: known };
    const { read, unreadable, aliases } = readPosts(account.platform, look.snapshot.posts ?? [], options);
    for (const [other, key] of aliases) told.set(other, key);
    const row = profileLook(account, origin.number, look, { told: toldOf(look, read), unreadable });
    return { row, look, posts: read };
  });
  await writeAliases(dialect, db, account, told);
  return read;
}

/** The metrics that a look told of any post, as bits; a list without posts tells all there is. */
function toldOf({ snapshot: { posts } }: Look, read: readonly ReadPost[]): number {
  if (posts === null) return 0;
  if (posts.length === 0) return everyMetric;
  return read.reduce((bits, { sighting }) => bits | toldBits(sighting.levels), 0);
}
