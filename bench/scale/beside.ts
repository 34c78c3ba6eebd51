import { type Asking, startAsking } from '../load/ask.ts';
import type { Asked } from '../load/request.ts';
import { quantile } from '../report/statistics.ts';
import { withKey } from './measure.ts';

/** What a quick call feels of long reads: its p99 in ms without and with them, and how many of them were answered. */
export interface Beside {
  alone: number;
  beside: number;
  times: number;
  longReads: number;
}

interface Place {
  port: number;
  key: string;
}

const quick: Asked = { method: 'GET', path: '/v2/whoami' };
/** A text that is in most posts, so that counting them looks at each. */
const long: Asked = { method: 'GET', path: '/v2/account-videos?q=e&include_total=true&limit=1' };
const clients = 10;
const warmUps = 500;
const turns = 3_000;

/** Asks a quick thing over and over, at first alone and then while ten clients ask for what takes long. */
export async function besideLongReads(place: Place): Promise<Beside> {
  const asking = await startAsking(place.port);
  try {
    await p99Of(asking, place, warmUps);
    const alone = await p99Of(asking, place, turns);
    const load = await startLongReads(place);
    const beside = await p99Of(asking, place, turns);
    const longReads = await load.stop();
    return { alone, beside, times: beside / alone, longReads };
  } finally {
    asking.close();
  }
}

async function p99Of(asking: Asking, { key }: Place, count: number): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) times.push((await asking.ask(withKey(quick, key))).ms);
  return quantile(Float64Array.from(times).sort(), 0.99);
}

/** Resolves when the first of them is answered: the processes that read are there then. */
async function startLongReads({ port, key }: Place): Promise<{ stop(): Promise<number> }> {
  let isOver = false;
  let answered = 0;
  const first = Promise.withResolvers<void>();
  const client = async () => {
    const asking = await startAsking(port);
    try {
      while (!isOver) {
        await asking.ask(withKey(long, key));
        answered += 1;
        first.resolve();
      }
    } finally {
      asking.close();
    }
  };
  const all = Array.from({ length: clients }, client);
  await Promise.race([first.promise, ...all]);
  return {
    async stop() {
      isOver = true;
      await Promise.all(all);
      return answered;
    },
  };
}
