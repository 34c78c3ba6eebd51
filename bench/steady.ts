import { parseArgs } from 'node:util';
import { checkedLane } from './compare/lanes.ts';
import { scenarios } from './compare/scenarios.ts';
import { readTruth } from './compare/truth.ts';
import { drive, type Lane } from './load/drive.ts';
import { machineLine, machineNow } from './report/machine.ts';
import { median } from './report/statistics.ts';
import { shown, table } from './report/table.ts';
import { eventLoopP99 } from './servers/event-loop.ts';
import { freePort } from './servers/free-port.ts';
import { startGateway, temporaryFolder } from './servers/gateway.ts';
import { memoryOf, pinLoad } from './servers/process.ts';

/*
 * npm run bench:steady [-- --calls 1000000] [--json]
 *
 * Whether memory stays where it is over a million tool calls, and how long the event loop is held at half load.
 */
const { values: options } = parseArgs({ options: { calls: { type: 'string' }, json: { type: 'boolean' } } });
const calls = Number(options.calls ?? 1_000_000);
const parts = 20;
const lanesInAll = 32;
const halfLoadSeconds = 20;
/** A quarter of a gigabyte in all: the old generation is given half of it. */
const heap = ['--max-old-space-size=128', '--max-semi-space-size=8'];

const machine = machineNow(Date.now());
pinLoad();
const folder = await temporaryFolder();
try {
  const metricsPort = await freePort();
  const gateway = await startGateway(folder.path, {
    nodeFlags: heap,
    environment: { METRICS_PORT: String(metricsPort) },
  });
  try {
    const truth = readTruth(gateway.databaseFile);
    const called = scenarios.filter(({ name }) => name.startsWith('tools/call'));
    const lanes = Array.from({ length: lanesInAll }, (_, index): Lane => {
      const scenario = called[index % called.length];
      const key = gateway.keys[index % gateway.keys.length];
      if (scenario === undefined || key === undefined) throw new Error('There is nothing to call');
      const asker = { id: index + 1, key };
      return checkedLane(scenario.asked(asker), (answer) => scenario.check(answer, asker, truth));
    });
    const memory: number[] = [];
    const rates: number[] = [];
    for (let part = 0; part < parts; part += 1) {
      const { requests, seconds } = await drive(gateway, lanes, { requests: calls / parts });
      rates.push(requests / seconds);
      memory.push(memoryOf(gateway.pid)?.now ?? Number.NaN);
      process.stderr.write(`${(part + 1) * (calls / parts)} calls, ${shown(memory.at(-1))} MB\n`);
    }
    const rate = median(rates);
    await eventLoopP99(metricsPort);
    // An answer comes soon at half load, so that the pause is all but the whole of a turn.
    const pauseMs = ((2 * lanesInAll) / rate) * 1000;
    const half = await drive(gateway, lanes, { seconds: halfLoadSeconds, pauseMs });
    const report = {
      calls,
      heap: heap.join(' '),
      callsPerSecond: rate,
      memoryMb: { afterHalf: memory[parts / 2 - 1], afterAll: memory.at(-1), highest: memoryOf(gateway.pid)?.highest },
      halfLoad: { callsPerSecond: half.requests / half.seconds, eventLoopP99Ms: await eventLoopP99(metricsPort) },
    };
    if (options.json) process.stdout.write(`${JSON.stringify({ machine, ...report }, null, 2)}\n`);
    else process.stdout.write(`${machineLine(machine)}\n\n${text(report)}\n`);
  } finally {
    await gateway.stop();
  }
} finally {
  await folder.remove();
}

function text({
  memoryMb,
  halfLoad,
  ...report
}: {
  calls: number;
  heap: string;
  callsPerSecond: number;
  memoryMb: { afterHalf: number | undefined; afterAll: number | undefined; highest: number | undefined };
  halfLoad: { callsPerSecond: number; eventLoopP99Ms: number };
}): string {
  return table(
    [`${report.calls.toLocaleString('en')} tool calls, node ${report.heap}`, '', 'goal'],
    [
      ['calls/s', shown(report.callsPerSecond), '–'],
      ['resident MB after half of them', shown(memoryMb.afterHalf), '–'],
      ['resident MB after all', shown(memoryMb.afterAll), 'as after half'],
      ['resident MB at its highest', shown(memoryMb.highest), '256'],
      ['calls/s at half load', shown(halfLoad.callsPerSecond), '–'],
      ['event loop held at half load, p99 ms', shown(halfLoad.eventLoopP99Ms), '20'],
    ],
  );
}
