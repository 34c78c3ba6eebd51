import { LRUCache } from 'lru-cache';
import { Problem } from '../../contract/problem.ts';

/** Half of the threads that Node has for such work: the other half is for files and names of hosts. */
const atOnce = 2;
const mostWaiting = 32;
/** About as long as a full queue takes: a wrong password costs two hashes of 0.1 s. */
const retryAfterSeconds = 4;
const remembered = 1_000;

/** Whose work it is. */
export interface Turn {
  address: string;
  /** What is counted together, as an account: of one subject one is looked at after the other, so that counts are exact. */
  subject: string;
}

export interface PasswordTurns {
  /**
   * Runs work that hashes a password, when its turn has come.
   * @throws Problem SERVICE_UNAVAILABLE where too many wait
   */
  run<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result>;
}

interface Waiting extends Turn {
  begin: () => void;
  refuse: (problem: Problem) => void;
}

/**
 * Hashing is slow on purpose, so a flood of passwords must not keep everybody waiting: two are hashed at once, 32 wait, and
 * addresses take turns, and within an address its accounts.
 */
export function createPasswordTurns(): PasswordTurns {
  const waiting: Waiting[] = [];
  const running = new Set<string>();
  const served = new LRUCache<string, number>({ max: remembered });
  let turns = 0;

  function beginNext(): void {
    while (running.size < atOnce) {
      const next = nextOf(waiting, running, (name) => served.get(name) ?? 0);
      if (next === undefined) return;
      waiting.splice(waiting.indexOf(next), 1);
      running.add(next.subject);
      turns += 1;
      served.set(next.address, turns);
      served.set(whole(next), turns);
      next.begin();
    }
  }

  function ended(subject: string): void {
    running.delete(subject);
    beginNext();
  }

  return {
    async run(turn, work) {
      await new Promise<void>((begin, refuse) => {
        if (waiting.length >= mostWaiting) {
          const given = givesWay(waiting, turn);
          if (given === undefined) throw tooMany();
          waiting.splice(waiting.indexOf(given), 1);
          given.refuse(tooMany());
        }
        waiting.push({ ...turn, begin, refuse });
        beginNext();
      });
      try {
        return await work();
      } finally {
        ended(turn.subject);
      }
    },
  };
}

/** The one whose address, and in it whose subject, was served longest ago; none of a subject that is looked at now. */
export function nextOf<W extends Turn>(
  waiting: readonly W[],
  running: ReadonlySet<string>,
  servedAt: (name: string) => number,
): W | undefined {
  const ready = waiting.filter(({ subject }) => !running.has(subject));
  // A stable order: of equals the one that came first.
  return ready.sort(
    (one, other) => servedAt(one.address) - servedAt(other.address) || servedAt(whole(one)) - servedAt(whole(other)),
  )[0];
}

/**
 * Of a full queue the one that makes room for a newcomer, if that makes it fairer: the last of the address that has most
 * in it, or within the newcomer's own address the last of the subject that has most.
 */
export function givesWay<W extends Turn>(waiting: readonly W[], newcomer: Turn): W | undefined {
  const ofAddresses = lastOfMost(waiting, ({ address }) => address, newcomer);
  if (ofAddresses !== undefined) return ofAddresses;
  const neighbours = waiting.filter(({ address }) => address === newcomer.address);
  return lastOfMost(neighbours, ({ subject }) => subject, newcomer);
}

function lastOfMost<W extends Turn>(waiting: readonly W[], groupOf: (turn: Turn) => string, newcomer: Turn) {
  const groups = Map.groupBy(waiting, groupOf);
  const own = groups.get(groupOf(newcomer))?.length ?? 0;
  const most = [...groups.values()].reduce<readonly W[]>((a, b) => (b.length > a.length ? b : a), []);
  return most.length > own + 1 ? most.at(-1) : undefined;
}

function whole({ address, subject }: Turn): string {
  return `${address} ${subject}`;
}

function tooMany(): Problem {
  const detail = `Too many people sign in at this moment. Try again in ${retryAfterSeconds} seconds.`;
  return new Problem('SERVICE_UNAVAILABLE', detail, { retryAfterSeconds });
}
