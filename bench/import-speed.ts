import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { applyImport } from '../src/import/apply/apply-import.ts';
import { openSource } from '../src/import/files/source-file.ts';
import type { ImportContext } from '../src/import/import-context.ts';
import { limits } from '../src/import/limits.ts';
import { noAnswers } from '../src/import/reading/answers.ts';
import { surveyFile } from '../src/import/reading/survey-file.ts';
import { stageFile } from '../src/import/stage/stage-file.ts';
import { openStore } from '../src/store/open.ts';
import type { StoreSetting } from '../src/store/setting.ts';

/**
 * How many observations a second an import brings into a store, from the file to the days:
 *
 *   node bench/import-speed.ts [posts=20000] [looks=10] [accounts=20]
 *
 * `DATABASE_URL` for PostgreSQL; else SQLite in a folder that goes afterwards.
 */
const [posts = 20_000, looks = 10, accounts = 20] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'import-speed-'));
const file = join(folder, 'posts.csv');
const out = createWriteStream(file);
out.write('username,shortcode,permalink,timestamp,collected_at,views,likes,comments,caption\n');
const day = 86_400_000;
const start = Date.UTC(2026, 0, 1, 12);
for (let look = 0; look < looks; look += 1) {
  for (let post = 0; post < posts; post += 1) {
    const code = `C${post.toString(36).padStart(10, 'A')}`;
    const seen = new Date(start + look * day).toISOString();
    const line = `user${post % accounts},${code},https://www.instagram.com/p/${code}/,2025-12-${String(1 + (post % 28)).padStart(2, '0')}T10:00:00Z,${seen},${1000 + look * 50 + post},${100 + look * 7},${look},caption of post ${post}\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
}
out.end();
await finished(out);

const url = process.env.DATABASE_URL;
const setting: StoreSetting =
  url === undefined ? { kind: 'sqlite', file: join(folder, 'store.db') } : { kind: 'postgres', url };
const store = await openStore(setting, { statementMs: null });
const organizationId = randomUUID();
await store.write
  .insertInto('organizations')
  .values({
    id: organizationId,
    name: 'Speed',
    created_at: new Date().toISOString(),
    suspended_at: null,
    account_cap: null,
    max_recent_posts_per_account: null,
    post_lookback_days: null,
    url_keys: 'allow',
    holds_sample_data: 0,
  })
  .execute();
const context: ImportContext = {
  store,
  now: Date.now,
  note: async () => undefined,
  newId: randomUUID,
  limits,
  claim: 'bench',
  isGone: () => false,
  rest: (ms) => setTimeout(ms),
  progress: () => undefined,
};
const cpu = process.cpuUsage();
const begun = performance.now();
const opened = await openSource(file, {}, limits);
const [source] = opened.files;
if (source === undefined) throw new Error('no file');
const tables = await surveyFile(source, noAnswers, limits);
const surveyed = performance.now();
const staged = await stageFile(context, { organizationId, file: source, answers: noAnswers, tables, by: 'bench' });
const stagedAt = performance.now();
if (staged.kind !== 'staged') throw new Error(JSON.stringify(staged));
await applyImport(context, { organizationId, importId: staged.importId });
const ended = performance.now();
const { user, system } = process.cpuUsage(cpu);
const seconds = (ms: number) => (ms / 1_000).toFixed(1);
process.stdout.write(
  `${posts * looks} observations on ${store.dialect}: survey ${seconds(surveyed - begun)} s, stage ${seconds(stagedAt - surveyed)} s, apply ${seconds(ended - stagedAt)} s, ${Math.round((posts * looks) / ((ended - begun) / 1_000))} a second, ${Math.round((posts * looks) / ((user + system) / 1_000_000))} a second of this process’s CPU; at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`,
);
await store.close();
await rm(folder, { recursive: true, force: true });
