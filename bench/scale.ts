import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createOrganization } from '../src/organizations/create.ts';
import { openStore } from '../src/store/open.ts';
import { type Loaded, loadLargeOrganization } from './large-organization/load.ts';
import { large, living, shareOf } from './large-organization/size.ts';
import { machineLine, machineNow } from './report/machine.ts';
import { shown, table } from './report/table.ts';
import { type Times, timesOf } from './scale/measure.ts';
import { questions } from './scale/questions.ts';
import { refreshAll } from './scale/refresh.ts';
import { roomOf } from './scale/room.ts';
import { readThings } from './scale/things.ts';
import { startGateway, temporaryFolder } from './servers/gateway.ts';
import { memoryOf, pinLoad } from './servers/process.ts';

/*
 * npm run bench:scale [-- --data FOLDER] [--share 0.1] [--life 90] [--json] [--only TEXT]
 *
 * A large organization: how long it takes to load, to ask and to refresh, and what a post's day takes. --data keeps it for
 * the next run, --life is for how many days posts gain.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    share: { type: 'string' },
    life: { type: 'string' },
    json: { type: 'boolean' },
    only: { type: 'string' },
  },
});
const say = (text: string) => process.stderr.write(`${text}\n`);
const machine = machineNow(Date.now());
const size = shareOf(living(large, Number(options.life ?? large.daysPerPost)), Number(options.share ?? 1));
const temporary = await temporaryFolder();
const sampleFolder = await temporaryFolder();
const dataDir = options.data ?? temporary.path;
try {
  const loaded = existsSync(join(dataDir, 'creatoraudit.db')) ? null : await load(dataDir);
  if (loaded !== null) say(`loaded ${loaded.rows} rows in ${Math.round(loaded.seconds)} s`);
  say(JSON.stringify(roomOf(join(dataDir, 'creatoraudit.db'))));
  pinLoad();
  const report = await askBoth();
  const refresh = await refreshAll({ ...report.large, life: size.daysPerPost });
  // A second refresh on one day sees what the first one saw.
  if (refresh.videoDays === 0) say('The refresh measured nothing: the posts in this folder have grown today already.');
  else say(JSON.stringify(refresh));
  if (options.json) process.stdout.write(`${JSON.stringify({ machine, size, loaded, ...report }, null, 2)}\n`);
  else process.stdout.write(`${machineLine(machine)}\n\n${report.text}\n`);
} finally {
  await temporary.remove();
  await sampleFolder.remove();
}

async function load(folder: string): Promise<Loaded> {
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'creatoraudit.db') });
  try {
    const context = { store, now: Date.now, newId: randomUUID };
    const { id } = await createOrganization(context, { name: 'Large organization', holdsSampleData: false });
    return await loadLargeOrganization(store, id, size, Date.now(), (share) => say(`${Math.round(share * 100)} %`));
  } finally {
    await store.close();
  }
}

async function askBoth() {
  const ours = await startGateway(dataDir, { environment: { SAMPLE_DATA: 'off' } });
  const sample = await startGateway(sampleFolder.path);
  try {
    const rows: { name: string; goalMs: number; large: Times; sample: Times }[] = [];
    const place = (gateway: typeof ours) => ({
      port: gateway.port,
      key: gateway.keys[0]?.fullKey ?? '',
      things: readThings(gateway.databaseFile),
    });
    const [largePlace, samplePlace] = [place(ours), place(sample)];
    for (const question of questions) {
      if (!question.name.includes(options.only ?? '')) continue;
      const row = {
        name: question.name,
        goalMs: question.goalMs,
        large: await timesOf(largePlace, question, 40),
        sample: await timesOf(samplePlace, question, 40),
      };
      rows.push(row);
      say(`${row.name}: ${row.large.p50.toFixed(2)} ms, sample ${row.sample.p50.toFixed(2)} ms`);
    }
    const memory = memoryOf(ours.pid);
    const heads = ['', 'goal ms', 'p50 ms', 'p99 ms', 'sample p50', 'times', ''];
    const text = table(
      heads,
      rows.map(({ name, goalMs, large: times, sample: small }) => [
        name,
        shown(goalMs),
        shown(times.p50),
        shown(times.p99),
        shown(small.p50),
        shown(times.p50 / small.p50),
        times.p50 > goalMs ? 'over' : times.p50 > 2 * small.p50 && goalMs < 50 ? 'over 2×' : 'met',
      ]),
    );
    return { rows, memory, text, large: { dataDir, databaseFile: ours.databaseFile, ...largePlace } };
  } finally {
    await ours.stop();
    await sample.stop();
  }
}
