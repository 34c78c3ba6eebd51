"""Makes the days of accounts, creators and the organization from a list of observations: the standard library, and the
rules of docs/metrics.md, alone.

Reads JSON from standard input:
  {"accounts": {id: {"platform": "instagram" | "tiktok", "creator": id | null}},
   "made": [post],
   "looks": [{"account", "at" (ms), "source", "followers": [level, step] | null,
              "posts": {post: [{metric: [level, step] | null, "made": ms since the epoch}]} | null}],
   "reported": [{"account", "day", "source", "gains": {metric or "followers": [gain, is rounded] | null},
                 "followers": [level, step] | null}],
   "first": "2026-03-01", "last": "2026-03-31"}
Writes {"accounts": {id: [point]}, "creators": {…}, "organization": [point], "at_age": {id: {post: …}}} with a point for each
day:
  {"date", "views", "plays", "likes", "comments", "shares", "saves", "follower_count": level | null}
and of each post that was seen {"day_1": {"views": level | null, …}, "day_7": …, "day_30": …}.
"""
import json
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone

METRICS = ["views", "plays", "likes", "comments", "shares", "saves"]
BELIEVED = ["file", "push", "api"]
LATE = timedelta(hours=48) / timedelta(milliseconds=1)
DAY = timedelta(hours=24) / timedelta(milliseconds=1)


def day_of(ms):
    return datetime.fromtimestamp(ms / 1000, timezone.utc).date().isoformat()


def believed(told):
    """Of [(at, source, level, step)] one an instant, in order of time."""
    best = {}
    for at, source, level, step in told:
        worth = (step == 0, BELIEVED.index(source), level, -step)
        if at not in best or worth > best[at]:
            best[at] = worth
    return [(at, best[at][2], -best[at][3]) for at in sorted(best)]


def steps(levels, base):
    """What each level adds, and by how much it corrects a rounded one without a gain: [(at, gain, correction)]."""
    found = []
    for at, level, step in levels:
        if base is None:
            base = (level, step)
            continue
        gain = level - base[0]
        rounding = max(step, base[1])
        if rounding and abs(gain) <= rounding:
            if step == 0:
                found.append((at, 0, gain))
                base = (level, step)
            continue
        found.append((at, gain, 0))
        base = (level, step)
    return found


def at_age(levels, base, end):
    """Where a post stood after the telling nearest to an instant, of two the earlier; None where none is within a day."""
    within = [(abs(at - end), at) for at, _, _ in levels if abs(at - end) <= DAY]
    if not within:
        return None
    nearest = min(within)[1]
    until = [told for told in levels if told[0] <= nearest]
    begun = until[0][1] if base is None else base[0]
    return begun + sum(gain + correction for _, gain, correction in steps(until, base))


def reported_gains(reported, metric):
    best = {}
    for row in reported:
        told = row["gains"][metric]
        if told is None:
            continue
        worth = (not told[1], BELIEVED.index(row["source"]), told[0])
        best[row["day"]] = max(worth, best.get(row["day"], worth))
    return {day: worth[2] for day, worth in best.items()}


def tells(look, metric):
    if look["posts"] is None:
        return False
    return not look["posts"] or any(seen[metric] is not None for post in look["posts"].values() for seen in post)


def add_reported(gains, platform, looks, reported):
    for metric in METRICS:
        if platform == "tiktok" and metric == "saves":
            continue
        asked = "views" if platform == "tiktok" and metric == "plays" else metric
        listed = [day_of(look["at"]) for look in looks if tells(look, asked)]
        for day, gain in reported_gains(reported, asked).items():
            if not listed or day <= min(listed) or day > max(listed):
                gains[day][metric] += gain


def made_at_of(post, looks):
    """When a post was made: as the most believed source that saw it says, at the earliest."""
    told = [
        (-BELIEVED.index(look["source"]), seen["made"])
        for look in looks
        for seen in (look["posts"] or {}).get(post, [])
    ]
    return min(told)[1] if told else None


def gains_of(account, platform, looks, made, reported, ages):
    """The gains of an account's days; what its posts counted at some ages goes into `ages`."""
    gains = defaultdict(lambda: defaultdict(int))
    add_reported(gains, platform, looks, reported)
    listings = [look["at"] for look in looks if look["posts"] is not None]
    for post in made:
        made_at = made_at_of(post, looks)
        for metric in METRICS:
            if platform == "tiktok" and metric == "saves":
                continue
            asked = "views" if platform == "tiktok" and metric == "plays" else metric
            told = []
            for look in looks:
                for seen in (look["posts"] or {}).get(post, []):
                    if seen[asked] is not None:
                        told.append((look["at"], look["source"], *seen[asked]))
            levels = believed(told)
            if not levels:
                continue
            earlier = [at for at in listings if at < levels[0][0]]
            is_new = bool(earlier) and made_at >= max(earlier) - LATE
            base = (0, 0) if is_new else None
            for at, gain, _ in steps(levels, base):
                gains[day_of(at)][metric] += gain
            for n in (1, 7, 30):
                ages[post][f"day_{n}"][metric] = at_age(levels, base, made_at + n * DAY)
    return gains


def end_of(day):
    return int(datetime.fromisoformat(day + "T23:59:59.999+00:00").timestamp() * 1000 + 0.5)


def followers_of(looks, reported):
    """By day, what the level of followers changes by, the first level too; and whether it is a level at all."""
    told = [(look["at"], look["source"], *look["followers"]) for look in looks if look["followers"] is not None]
    # Of a day as a whole is what is reported of it, and what is told as of its last instant.
    seen = [one for one in told if one[0] != end_of(day_of(one[0]))]
    whole = [one for one in told if one not in seen]
    whole += [(end_of(row["day"]), row["source"], *row["followers"]) for row in reported if row["followers"] is not None]
    worth = lambda one: (one[3] == 0, BELIEVED.index(one[1]))
    told = seen + [
        one
        for one in whole
        if not any(day_of(other[0]) == day_of(one[0]) and worth(other) > worth(one) for other in seen)
    ]
    levels = believed(told)
    gained = reported_gains(reported, "followers")
    changes = defaultdict(int)
    if not levels:
        return changes
    # The level at the end of each day that has one; between them levels alone count.
    first, last = day_of(levels[0][0]), day_of(levels[-1][0])
    level = levels[0][1]
    ends = {first: level}
    for at, gain, correction in steps(levels, None):
        level += gain + correction
        ends[day_of(at)] = level
    for day in sorted(day for day in gained if day > last):
        level += gained[day]
        ends[day] = level
    level = ends[first]
    for day in sorted((day for day in gained if day <= first), reverse=True):
        ends.setdefault(day, level)
        level -= gained[day]
    before = 0
    for day in sorted(ends):
        changes[day] += ends[day] - before
        before = ends[day]
    return changes


def points(of, gains, followers, first, last):
    """The sum over some accounts, a point a day; followers are unknown before the first level of any."""
    found = []
    level = 0
    known = False
    seen = sorted({day for account in of for day in followers[account]})
    for day in seen:
        if day < first:
            known = True
            level += sum(followers[account].get(day, 0) for account in of)
    at = date.fromisoformat(first)
    while at.isoformat() <= last:
        day = at.isoformat()
        if day in seen:
            known = True
            level += sum(followers[account].get(day, 0) for account in of)
        point = {metric: sum(gains[account].get(day, {}).get(metric, 0) for account in of) for metric in METRICS}
        found.append({"date": day, **point, "follower_count": level if known else None})
        at += timedelta(days=1)
    return found


def main():
    given = json.load(sys.stdin)
    gains, followers, ages = {}, {}, {}
    for account, facts in given["accounts"].items():
        looks = [look for look in given["looks"] if look["account"] == account]
        reported = [row for row in given["reported"] if row["account"] == account]
        ages[account] = {
            post: {f"day_{n}": {metric: None for metric in METRICS} for n in (1, 7, 30)}
            for post in given["made"]
            if any(post in (look["posts"] or {}) for look in looks)
        }
        gains[account] = gains_of(account, facts["platform"], looks, given["made"], reported, ages[account])
        followers[account] = followers_of(looks, reported)
    by_creator = defaultdict(list)
    for account, facts in given["accounts"].items():
        if facts["creator"] is not None:
            by_creator[facts["creator"]].append(account)

    def made_of(accounts):
        return points(accounts, gains, followers, given["first"], given["last"])

    json.dump(
        {
            "accounts": {account: made_of([account]) for account in given["accounts"]},
            "creators": {creator: made_of(accounts) for creator, accounts in by_creator.items()},
            "organization": made_of(list(given["accounts"])),
            "at_age": ages,
        },
        sys.stdout,
    )


main()
