import type { Look } from './look.ts';
import type { Place, ReadLook } from './looked.ts';
import { aliasesFor, writeAliases } from './post-aliases.ts';
import { profileLook } from './profile-look.ts';
import { readPosts } from './readable.ts';

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
    return { row: profileLook(account, origin.number, look, unreadable), look, posts: read, unreadable };
  });
  await writeAliases(dialect, db, account, told);
  return read;
}
