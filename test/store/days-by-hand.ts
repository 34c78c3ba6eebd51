/** A look, as a person would note it down. */
export interface Seen {
  account: string;
  at: number;
  origin: keyof typeof trust;
  isListing: boolean;
  followers: number | null;
  followersStep: number;
  posts: readonly SeenPost[];
}

interface SeenPost {
  key: string;
  madeAt: number;
  views: number | null;
  likes: number | null;
  saves: number | null;
  viewsStep: number;
}

interface Level {
  level: number;
  step: number;
}

interface Told extends Level {
  at: number;
  trust: number;
}

const trust = { api: 3, push: 2, file: 1, other: 1 } as const;
const measured = ['views', 'likes', 'saves'] as const;
const numbers = [...measured, 'followers_first', 'followers_gained'] as const;
type Day = { account: string; day: string; firsts: number } & Record<(typeof numbers)[number], number>;

/**
 * The days of accounts by plain loops, from the rules alone and with none of the program's code: for each thing and metric the
 * levels in order of time, one an instant; then the steps between them.
 */
export function daysByHand(looks: readonly Seen[]): Omit<Day, 'firsts'>[] {
  const days = new Map<string, Day>();
  for (const account of new Set(looks.map((look) => look.account))) {
    const own = looks.filter((look) => look.account === account);
    const at = (instant: number) => dayOf(days, account, instant);
    addFollowers(at, own);
    for (const key of new Set(own.flatMap((look) => look.posts.map((post) => post.key)))) {
      for (const metric of measured) addPost(at, own, key, metric);
    }
  }
  return [...days.values()]
    .filter((day) => day.firsts > 0 || numbers.some((number) => day[number] !== 0))
    .map(({ firsts: _, ...day }) => day)
    .sort((a, b) => (`${a.account} ${a.day}` < `${b.account} ${b.day}` ? -1 : 1));
}

function dayOf(days: Map<string, Day>, account: string, instant: number): Day {
  const day = new Date(instant).toISOString().slice(0, 10);
  const key = `${account} ${day}`;
  const empty = { account, day, views: 0, likes: 0, saves: 0, followers_first: 0, followers_gained: 0, firsts: 0 };
  const found = days.get(key) ?? empty;
  days.set(key, found);
  return found;
}

function addFollowers(at: (instant: number) => Day, looks: readonly Seen[]): void {
  const told = looks.flatMap(({ followers: level, followersStep: step, ...look }) =>
    level === null ? [] : [{ at: look.at, level, step, trust: trust[look.origin] }],
  );
  let base: Level | null = null;
  for (const one of believed(told)) {
    const day = at(one.at);
    if (base === null) {
      day.followers_first += one.level;
      day.firsts += 1;
      base = one;
    } else if (!isWithinStep(base, one)) {
      day.followers_gained += one.level - base.level;
      base = one;
    } else if (one.step === 0) {
      day.followers_first += one.level - base.level;
      base = one;
    }
  }
}

function addPost(
  at: (instant: number) => Day,
  looks: readonly Seen[],
  key: string,
  metric: (typeof measured)[number],
): void {
  const madeAt = looks.flatMap((look) => look.posts).find((post) => post.key === key)?.madeAt ?? 0;
  let base: Level | null = null;
  for (const one of believed(toldOf(looks, key, metric))) {
    base ??= isNew(looks, madeAt, one.at) ? { level: 0, step: 0 } : one;
    if (!isWithinStep(base, one)) {
      at(one.at)[metric] += one.level - base.level;
      base = one;
    } else if (one.step === 0) base = one;
  }
}

function toldOf(looks: readonly Seen[], key: string, metric: (typeof measured)[number]): Told[] {
  return looks.flatMap((look) =>
    look.posts.flatMap((post): Told[] => {
      const level = post[metric];
      if (post.key !== key || level === null) return [];
      return [{ at: look.at, level, step: metric === 'views' ? post.viewsStep : 0, trust: trust[look.origin] }];
    }),
  );
}

function isNew(looks: readonly Seen[], madeAt: number, seenAt: number): boolean {
  const listings = looks.filter((look) => look.isListing && look.at < seenAt).map((look) => look.at);
  return listings.length > 0 && madeAt >= Math.max(...listings) - 48 * 3_600_000;
}

function isWithinStep(base: Level, { level, step }: Level): boolean {
  const larger = Math.max(base.step, step);
  return larger > 0 && Math.abs(level - base.level) <= larger;
}

/** One level an instant, in order of time: the exact, then the more trusted, then the higher. */
function believed(told: readonly Told[]): Told[] {
  const best = new Map<number, Told>();
  for (const one of told) {
    const other = best.get(one.at);
    if (other === undefined || isBetter(one, other)) best.set(one.at, one);
  }
  return [...best.values()].sort((a, b) => a.at - b.at);
}

function isBetter(a: Told, b: Told): boolean {
  if ((a.step === 0) !== (b.step === 0)) return a.step === 0;
  return a.trust === b.trust ? a.level > b.level : a.trust > b.trust;
}
