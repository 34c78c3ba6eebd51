"""Makes the days of accounts from the files themselves, by the rules of docs/metrics.md: the standard library alone.

Takes paths of CSV files with the columns username, shortcode, timestamp, collected_at, views, likes, comments, followers.
Writes {username: {day: [views, likes, comments, followers gained]}}, days on which nothing changed left out.
"""
import csv
import json
import sys
from collections import defaultdict
from datetime import datetime, timedelta

COUNTS = ["views", "likes", "comments"]


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def level(text):
    return int(text) if text != "" and int(text) >= 0 else None


seen = defaultdict(lambda: defaultdict(dict))  # username -> post -> instant -> [(file, levels)]
made = {}
followers = defaultdict(dict)
listed = defaultdict(set)
for place, path in enumerate(sys.argv[1:]):
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            who, at = row["username"], moment(row["collected_at"])
            listed[who].add(at)
            made.setdefault(row["shortcode"], moment(row["timestamp"]))
            post = seen[who][row["shortcode"]]
            told = post.setdefault(at, [None] * len(COUNTS))
            for index, name in enumerate(COUNTS):
                value = level(row[name])
                if value is not None and (told[index] is None or value > told[index]):
                    told[index] = value
            count = int(row["followers"])
            followers[who][at] = max(count, followers[who].get(at, 0))

days = defaultdict(lambda: defaultdict(lambda: [0] * (len(COUNTS) + 1)))
for who, posts in seen.items():
    instants = sorted(listed[who])
    for post, looks in posts.items():
        for index in range(len(COUNTS)):
            base = None
            for at in sorted(looks):
                value = looks[at][index]
                if value is None:
                    continue
                if base is None:
                    before = [instant for instant in instants if instant < at]
                    is_new = bool(before) and made[post] >= before[-1] - timedelta(hours=48)
                    base = 0 if is_new else value
                days[who][at.date().isoformat()][index] += value - base
                base = value
    base = None
    for at in sorted(followers[who]):
        if base is not None:
            days[who][at.date().isoformat()][-1] += followers[who][at] - base
        base = followers[who][at]

json.dump({who: {day: gains for day, gains in of.items() if any(gains)} for who, of in days.items()}, sys.stdout)
