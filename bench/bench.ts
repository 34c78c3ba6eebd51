import { parseArgs } from 'node:util';
import { type PeerName, startContestants } from './compare/contestants.ts';
import { holdRounds, type Pace } from './compare/rounds.ts';
import { scenarios } from './compare/scenarios.ts';
import { allowed, excess } from './own-calls/allowed.ts';
import { countOneCall } from './own-calls/one-call.ts';
import { machineLine, machineNow } from './report/machine.ts';
import { short, shortVerdict } from './report/short-floors.ts';
import { missed, speedReport } from './report/speed-report.ts';
import { type Summary, summarize } from './report/summary.ts';
import { temporaryFolder } from './servers/gateway.ts';
import { pinLoad } from './servers/process.ts';

/*
 * npm run bench [-- --short] [--json] [--only TEXT] [--peers 'sdk v2,sdk v1,fastmcp'] [--profile FOLDER]
 *
 * How fast the program is against bare `node:http` and against other MCP servers for Node, in one run on one machine.
 * --short is for .ci/run: fewer and shorter rounds, fewer peers, and it fails where a ratio has collapsed or a tool call
 * makes more calls of our own functions than it may (bench/own-calls/). --profile leaves a CPU profile of our server in a
 * folder, for Chrome's developer tools.
 */
const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean' },
    json: { type: 'boolean' },
    only: { type: 'string' },
    peers: { type: 'string' },
    profile: { type: 'string' },
  },
});

const pace: Pace = options.short
  ? { rounds: 3, seconds: 1, warmUpSeconds: 1, lanes: 32 }
  : { rounds: 7, seconds: 2, warmUpSeconds: 3, lanes: 32 };
const allPeers: readonly PeerName[] = options.short ? ['sdk v2'] : ['sdk v2', 'sdk v1', 'fastmcp'];
const peers = options.peers === undefined ? allPeers : allPeers.filter((name) => options.peers?.includes(name));

const nodeFlags = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];

const machine = machineNow(Date.now());
const say = (text: string) => process.stderr.write(`${text}\n`);
pinLoad();
const folder = await temporaryFolder();
const summaries: Summary[] = [];
try {
  const contestants = await startContestants(folder.path, { peers, nodeFlags });
  try {
    for (const reason of contestants.absent) say(reason);
    for (const scenario of scenarios) {
      if (!scenario.name.includes(options.only ?? '')) continue;
      const summary = summarize(scenario, await holdRounds(contestants, scenario, pace));
      summaries.push(summary);
      say(`${scenario.name}: ${summary.ratios.bare?.requests.toFixed(2)} of bare`);
    }
  } finally {
    await contestants.stop();
  }
} finally {
  await folder.remove();
}

if (options.json) process.stdout.write(`${JSON.stringify({ machine, pace, summaries }, null, 2)}\n`);
else process.stdout.write(`${machineLine(machine)}\n\n${speedReport(summaries)}\n`);

if (options.short) {
  const tooMany = excess(await countOneCall(allowed.tool, allowed.arguments));
  const failed = [...shortVerdict(summaries), ...(tooMany === null ? [] : [tooMany])];
  for (const line of failed) say(line);
  // The line by which a test run is told from one that ran nothing.
  process.stdout.write(`${summaries.length + 1 - failed.length} passed, ${failed.length} failed\n`);
  process.exitCode = failed.length > 0 || summaries.length < short.least ? 1 : 0;
} else if (summaries.some((summary) => missed(summary).length > 0)) {
  process.exitCode = 1;
}
