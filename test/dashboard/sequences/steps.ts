import fc from 'fast-check';
import { ask, isLetIn } from './ask.ts';
import { happen, happenings } from './operator.ts';
import type { Pick } from './plan.ts';
import { type Asked, askedRoutes } from './plans.ts';
import type { Tab, World } from './world.ts';

/** Statuses by route, over all sequences: what never succeeded was never tested. */
export type Tally = Map<string, Map<number, number>>;

type What = { kind: 'ask'; route: Asked } | { kind: 'happen'; happening: string };

/** One step of a sequence. Its numbers choose among what there is when its turn comes. */
class Step implements fc.AsyncCommand<World, Tally> {
  readonly #what: What;
  readonly #numbers: readonly number[];

  constructor(what: What, numbers: readonly number[]) {
    this.#what = what;
    this.#numbers = numbers;
  }

  check(): boolean {
    return true;
  }

  async run(world: World, tally: Tally): Promise<void> {
    const pick = pickBy(this.#numbers);
    if (this.#what.kind === 'happen') return await happen(world, this.#what.happening, pick);
    const { route } = this.#what;
    const { status } = await ask(world, tabFor(world, route, pick), route, pick);
    const statuses = tally.get(route.id) ?? new Map<number, number>();
    tally.set(route.id, statuses.set(status, (statuses.get(status) ?? 0) + 1));
  }

  toString(): string {
    const what = this.#what.kind === 'ask' ? this.#what.route.id : this.#what.happening;
    return `${what} ${this.#numbers.join(' ')}`;
  }
}

function pickBy(numbers: readonly number[]): Pick {
  let used = 0;
  return (list) => {
    const number = numbers[used % numbers.length] ?? 0;
    used += 1;
    return list[number % list.length];
  };
}

/** Mostly somebody for whom the route is there. */
function tabFor(world: World, route: Asked, pick: Pick): Tab {
  const { tabs } = world;
  const apt = route.plan.plan.tabs?.(world) ?? tabs.filter((tab) => isLetIn(world, tab, route));
  const tab = pick(pick([apt, apt, apt, apt, tabs]) ?? tabs) ?? pick(tabs);
  if (tab === undefined) throw new Error('nobody has a browser');
  return tab;
}

/** Without fast-check's liking for small numbers: they are indices, of which none is special. */
const numbers = fc.noBias(fc.array(fc.nat(9_999), { minLength: 6, maxLength: 6 }));
const stepOf = (what: What) => numbers.map((chosen) => new Step(what, chosen));

export const steps: readonly fc.Arbitrary<Step>[] = [
  ...askedRoutes.flatMap((route) => times(route.plan.plan.often, stepOf({ kind: 'ask', route }))),
  ...Object.entries(happenings).flatMap(([happening, { often }]) =>
    times(often, stepOf({ kind: 'happen', happening })),
  ),
];

function times<Value>(count: number, value: Value): Value[] {
  return Array.from({ length: count }, () => value);
}

/** Ann owns an organization with Cid as its admin, and Bob owns another one. Dan and Eve are nobody yet. */
export async function begin(world: World): Promise<void> {
  const [ann, cid, bob] = ['ann1', 'cid1', 'bob1'].map((name) => world.tabs.find((tab) => tab.name === name));
  if (ann === undefined || bob === undefined || cid === undefined) throw new Error('somebody has no browser');
  const by = (tab: Tab, id: string, ...chosen: readonly number[]) => {
    const route = askedRoutes.find((one) => one.id === id);
    if (route === undefined) throw new Error(`no route is called ${id}`);
    return ask(world, tab, route, pickBy(chosen));
  };
  await by(ann, 'sign_up', 0);
  await by(bob, 'sign_up', 0);
  await by(ann, 'create_invitation', 2, 4);
  await by(cid, 'accept_invitation', 0);
}
