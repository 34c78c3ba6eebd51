/** A look, as a person would note it down. */
export interface Seen {
  account: string;
  at: number;
  origin: 'api' | 'push' | 'file' | 'other';
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

interface Told {
  at: number;
  level: number;
  step: number;
  trust: number;
}

const trust = { api: 3, push: 2, file: 1, other: 1 } as const;

/**
 * The days of accounts by plain loops, from the rules alone and with none of the program's code: for each thing and metric the
 * levels in order of time, one an instant; then the steps between them.
 */
export function daysByHand(looks: readonly Seen[]) {
  const days = new Map<
    string,
    {
      account: string;
      day: string;
      views: number;
      likes: number;
      saves: number;
      followers_first: number;
      followers_gained: number;
      accounts: number;
    }
  >();
  const dayOf = (account: string, at: number) => {
    const day = new Date(at).toISOString().slice(0, 10);
    const key = `${account} ${day}`;
    const found = days.get(key) ?? {
      account,
      day,
      views: 0,
      likes: 0,
      saves: 0,
      followers_first: 0,
      followers_gained: 0,
      accounts: 0,
    };
    days.set(key, found);
    return found;
  };
  for (const account of new Set(looks.map((look) => look.account))) {
    const own = looks.filter((look) => look.account === account);
    const followers = own.flatMap((look) =>
      look.followers === null
        ? []
        : [{ at: look.at, level: look.followers, step: look.followersStep, trust: trust[look.origin] }],
    );
    let base: { level: number; step: number } | null = null;
    for (const told of believed(followers)) {
      const day = dayOf(account, told.at);
      if (base === null) {
        day.followers_first += told.level;
        day.accounts += 1;
        base = told;
        continue;
      }
      const step = Math.max(base.step, told.step);
      const more = told.level - base.level;
      if (step > 0 && Math.abs(more) <= step) {
        if (told.step > 0) continue;
        day.followers_first += more;
      } else day.followers_gained += more;
      base = told;
    }
    const posts = own.flatMap((look) =>
      look.posts.map((post) => ({ ...post, at: look.at, trust: trust[look.origin] })),
    );
    for (const key of new Set(posts.map((post) => post.key))) {
      for (const metric of ['views', 'likes', 'saves'] as const) {
        const told = posts.flatMap((post) => {
          const level = post[metric];
          return post.key !== key || level === null
            ? []
            : [
                {
                  at: post.at,
                  level,
                  step: metric === 'views' ? post.viewsStep : 0,
                  trust: post.trust,
                  madeAt: post.madeAt,
                },
              ];
        });
        let before: { level: number; step: number } | null = null;
        for (const one of believed(told)) {
          if (before === null) {
            const listings = own.filter((look) => look.isListing && look.at < one.at).map((look) => look.at);
            const isNew = listings.length > 0 && (told[0]?.madeAt ?? 0) >= Math.max(...listings) - 48 * 3_600_000;
            if (!isNew) {
              before = one;
              continue;
            }
            before = { level: 0, step: 0 };
          }
          const step = Math.max(before.step, one.step);
          const more: number = one.level - before.level;
          if (step > 0 && Math.abs(more) <= step) {
            if (one.step === 0) before = one;
            continue;
          }
          dayOf(account, one.at)[metric] += more;
          before = one;
        }
      }
    }
  }
  return [...days.values()]
    .filter(
      (day) =>
        day.views !== 0 ||
        day.likes !== 0 ||
        day.saves !== 0 ||
        day.followers_first !== 0 ||
        day.followers_gained !== 0 ||
        day.accounts !== 0,
    )
    .map(({ accounts: _, ...day }) => day)
    .sort((a, b) => (a.account === b.account ? (a.day < b.day ? -1 : 1) : a.account < b.account ? -1 : 1));
}

/** One level an instant, in order of time: the exact, then the more trusted, then the higher. */
function believed<Level extends Told>(told: readonly Level[]): Level[] {
  const best = new Map<number, Level>();
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
