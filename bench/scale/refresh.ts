import Database from 'better-sqlite3';
import { z } from 'zod';
import { startAsking } from '../load/ask.ts';
import { quantile } from '../report/statistics.ts';
import { memoryOf, type Served, startProcess } from '../servers/process.ts';
import { withKey } from './measure.ts';
import { questions } from './questions.ts';
import type { Things } from './things.ts';

/** What a refresh of every account came to, and what reads felt of it. */
export interface Refresh {
  accounts: number;
  videoDays: number;
  seconds: number;
  videoDaysPerSecond: number;
  /** Milliseconds, while the refresh ran. */
  reads: { count: number; p50: number; p99: number; worst: number };
  highestMemoryMb: number | null;
}

const seenPosts = 30;
/** Those that people ask most; the others are measured without a refresh beside them. */
const asked = questions.filter(({ name }) =>
  /^(overview|a creator|an account|\/account-videos by view_count|search: trains)/.test(name),
);

/** Makes every account due, starts a server that refreshes them, and reads all the while. */
export async function refreshAll(place: {
  dataDir: string;
  databaseFile: string;
  key: string;
  things: Things;
  /** For how many days the posts gain. */
  life: number;
}): Promise<Refresh> {
  const accounts = makeDue(place.databaseFile);
  const before = countLevels(place.databaseFile);
  const begun = performance.now();
  const server = await startProcess({
    script: 'refreshing.ts',
    arguments: [place.dataDir, String(seenPosts), String(place.life)],
    ready: /ready on (\d+)/,
  });
  try {
    const times = await readUntil(server, place, () => countDue(place.databaseFile) === 0);
    const seconds = (performance.now() - begun) / 1000;
    const videoDays = countLevels(place.databaseFile) - before;
    const ascending = Float64Array.from(times).sort();
    return {
      accounts,
      videoDays,
      seconds,
      videoDaysPerSecond: videoDays / seconds,
      reads: {
        count: times.length,
        p50: quantile(ascending, 0.5),
        p99: quantile(ascending, 0.99),
        worst: quantile(ascending, 1),
      },
      highestMemoryMb: memoryOf(server.pid)?.highest ?? null,
    };
  } finally {
    await server.stop();
  }
}

async function readUntil(
  server: Served,
  { key, things }: { key: string; things: Things },
  isDone: () => boolean,
): Promise<number[]> {
  const asking = await startAsking(server.port);
  const times: number[] = [];
  let lookedAt = performance.now();
  try {
    for (let turn = 0; ; turn += 1) {
      const question = asked[turn % asked.length];
      if (question === undefined) throw new Error('There is nothing to ask');
      times.push((await asking.ask(withKey(question.asked(things, turn), key))).ms);
      if (performance.now() - lookedAt < 500) continue;
      if (isDone()) return times;
      lookedAt = performance.now();
    }
  } finally {
    asking.close();
  }
}

const counted = z.object({ count: z.number() });

function makeDue(databaseFile: string): number {
  const database = new Database(databaseFile);
  try {
    const due = new Date().toISOString();
    return database.prepare('update accounts set next_refresh_at = ? where is_active = 1').run(due).changes;
  } finally {
    database.close();
  }
}

function countDue(databaseFile: string): number {
  const text =
    "select count(*) as count from accounts where next_refresh_at <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+10 minutes')";
  return ask(databaseFile, text);
}

/** Rows of what was seen of posts. */
function countLevels(databaseFile: string): number {
  return ask(databaseFile, 'select count(*) as count from post_levels');
}

function ask(databaseFile: string, text: string): number {
  const database = new Database(databaseFile, { readonly: true });
  try {
    return counted.parse(database.prepare(text).get()).count;
  } finally {
    database.close();
  }
}
