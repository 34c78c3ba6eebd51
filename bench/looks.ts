import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createOrganization } from '../src/organizations/create.ts';
import { recordAccountSnapshot } from '../src/store/ingest/account-snapshot.ts';
import type { AccountObservation } from '../src/store/ingest/snapshot.ts';
import { openStore } from '../src/store/open.ts';
import { loadLargeOrganization } from './large-organization/load.ts';
import { generatedProvider } from './large-organization/provider.ts';
import { large, shareOf } from './large-organization/size.ts';
import { temporaryFolder } from './servers/gateway.ts';

/*
 * npm run bench:looks [-- --share 0.015] [--rounds 20] [--posts 30]
 *
 * Looks at every account of a large organization, day after day, recorded one after the other by one process: posts a
 * second of wall time and of CPU time, after two rounds for the compiler. No server, no reads beside it.
 */
const { values: options } = parseArgs({
  options: { share: { type: 'string' }, rounds: { type: 'string' }, posts: { type: 'string' } },
});
const size = shareOf(large, Number(options.share ?? 0.015));
const rounds = Number(options.rounds ?? 20);
const warm = 2;
const dayMs = 86_400_000;
const now = Date.now();
const folder = await temporaryFolder();
const store = await openStore({ kind: 'sqlite', file: join(folder.path, 'creatoraudit.db') });
try {
  const context = { store, now: Date.now, newId: randomUUID };
  const { id } = await createOrganization(context, { name: 'Large organization', holdsSampleData: false });
  await loadLargeOrganization(store, id, size, now, () => undefined);
  const first = await firstLooks();
  let posts = 0;
  let begun = { wall: performance.now(), cpu: process.cpuUsage() };
  for (let round = 0; round < rounds + warm; round += 1) {
    if (round === warm) {
      posts = 0;
      begun = { wall: performance.now(), cpu: process.cpuUsage() };
    }
    for (const { accountId, snapshot } of first) {
      const look = later(snapshot, round);
      await recordAccountSnapshot(store, { organizationId: id, accountId, at: now + round * dayMs, snapshot: look });
      posts += look.posts?.length ?? 0;
    }
  }
  const { user, system } = process.cpuUsage(begun.cpu);
  const seconds = { wall: (performance.now() - begun.wall) / 1000, cpu: (user + system) / 1e6 };
  const perSecond = { wall: Math.round(posts / seconds.wall), cpu: Math.round(posts / seconds.cpu) };
  process.stdout.write(`${JSON.stringify({ posts, seconds, perSecond })}\n`);
} finally {
  await store.close();
  await folder.remove();
}

async function firstLooks() {
  const provider = generatedProvider(size, Number(options.posts ?? 30), now);
  const accounts = await store.read.selectFrom('accounts').select(['id', 'platform', 'username']).execute();
  const asked = { at: now, maxRecentPosts: null, lookbackDays: null, signal: new AbortController().signal };
  const looks: { accountId: string; snapshot: AccountObservation }[] = [];
  for (const { id: accountId, platform, username } of accounts) {
    const seen = await provider.account(platform, username, asked);
    if (seen.kind === 'seen') looks.push({ accountId, snapshot: seen.snapshot });
  }
  return looks;
}

/** Every post has gained something by the next look. */
function later({ profile, posts }: AccountObservation, round: number): AccountObservation {
  const grown = (posts ?? []).map((post, index) => ({
    ...post,
    view_count: (post.view_count ?? 0) + round * (index + 3),
    play_count: (post.play_count ?? 0) + round * (index + 3),
    like_count: (post.like_count ?? 0) + round,
  }));
  return { profile, posts: grown };
}
