import { Connection } from '../load/connection.ts';
import { type Driven, drive, type Lane, type Target } from '../load/drive.ts';
import { requestBytes } from '../load/request.ts';
import type { Contestants, PeerName } from './contestants.ts';
import { checkedLane } from './lanes.ts';
import type { Asker, Scenario } from './scenarios.ts';

export interface Pace {
  rounds: number;
  /** Seconds that each contestant is asked for in a round. */
  seconds: number;
  warmUpSeconds: number;
  lanes: number;
}

export type ContestantName = 'ours' | 'bare' | PeerName;

/** What each contestant did in each round. */
export type Rounds = ReadonlyMap<ContestantName, readonly Driven[]>;

interface Entry {
  name: ContestantName;
  target: Target;
  lanes: readonly Lane[];
}

/** Lets all contestants answer one question in turns, so that whatever slows the machine slows all of them. */
export async function holdRounds(contestants: Contestants, scenario: Scenario, pace: Pace): Promise<Rounds> {
  const entries = await entriesOf(contestants, scenario, pace.lanes);
  for (const { target, lanes } of entries) await drive(target, lanes, { seconds: pace.warmUpSeconds });
  const driven = new Map<ContestantName, Driven[]>(entries.map(({ name }) => [name, []]));
  for (let round = 0; round < pace.rounds; round += 1) {
    // Every other round goes backwards: nobody always follows the same neighbour.
    for (const { name, target, lanes } of round % 2 === 0 ? entries : entries.toReversed()) {
      driven.get(name)?.push(await drive(target, lanes, { seconds: pace.seconds }));
    }
  }
  return driven;
}

async function entriesOf(contestants: Contestants, scenario: Scenario, count: number): Promise<Entry[]> {
  const { gateway, bare, peers, truth } = contestants;
  const askers = Array.from({ length: count }, (_, index): Asker => {
    const key = gateway.keys[index % gateway.keys.length];
    if (key === undefined) throw new Error('There are no keys to ask with');
    return { id: index + 1, key };
  });
  const lanesOf = (asked: readonly Asker[], path?: string) =>
    asked.map((asker) => {
      const question = scenario.asked(asker);
      const elsewhere = path === undefined ? question : { ...question, path };
      return checkedLane(elsewhere, (answer) => scenario.check(answer, asker, truth));
    });
  const ours = lanesOf(askers);
  const bytes = await answerBytes(gateway, ours);
  const path = scenario.baseline === 'same SQL' ? '/rows' : `/${bytes}`;
  const bareLanes = askers.map((asker) => bareLane({ ...scenario.asked(asker), path }, scenario.baseline, bytes));
  const [first] = askers;
  const peerAskers = askers.map((asker) => ({ ...asker, key: first?.key ?? asker.key }));
  const { era } = scenario;
  return [
    { name: 'ours', target: gateway, lanes: ours },
    { name: 'bare', target: bare, lanes: bareLanes },
    ...peers
      .filter((peer) => era !== null && peer.eras.includes(era))
      .map(({ name, served }): Entry => ({ name, target: served, lanes: lanesOf(peerAskers, scenario.peerPath) })),
  ];
}

/** What a bare answer is checked for: that it is as large. */
function bareLane(asked: Parameters<typeof requestBytes>[0], baseline: Scenario['baseline'], bytes: number): Lane {
  const tolerance = 8;
  return {
    request: requestBytes(asked),
    wrong: (answer) => {
      if (answer.status !== 200) return `the bare server answered ${answer.status}`;
      const isAsLarge = baseline === 'same SQL' || Math.abs(answer.bytes - bytes) <= tolerance;
      return isAsLarge ? null : `the bare answer has ${answer.bytes} bytes, ours ${bytes}`;
    },
  };
}

/** The size of our own answer, headers included. */
async function answerBytes({ port }: Target, lanes: readonly Lane[]): Promise<number> {
  const [lane] = lanes;
  if (lane === undefined) throw new Error('There is nothing to ask');
  const connection = await Connection.open(port);
  try {
    return await new Promise((resolve, reject) => {
      connection.ask(
        lane.request,
        (answer) => {
          const mistake = lane.wrong(answer);
          if (mistake === null) resolve(answer.bytes);
          else reject(new Error(`Wrong answer: ${mistake}`));
        },
        reject,
      );
    });
  } finally {
    connection.close();
  }
}
