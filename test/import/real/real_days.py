"""Reads some of the real files beside it, each by what its source says of it, into the observations that
test/store/observed/days.py makes days of: the standard library alone.

Takes JSON as its one argument: {"files": [[name in files/, account, when it was seen in ms | null]]}. Writes {"looks": […], "reported": […], "made": [post]} (see days.py).
"""
import csv
import json
import os
import re
import sys
from datetime import date, datetime, timedelta, timezone

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files")
METRICS = ["views", "plays", "likes", "comments", "shares", "saves"]
MONTHS = "January February March April May June July August September October November December".split()
# Their days have no year: they end on the day before the export of 2026-02-28.
LAST_YEAR = 2026


def rows(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8-sig", newline="") as file:
        return [{key.strip(): value for key, value in row.items()} for row in csv.DictReader(file)]


def month_day(text):
    month, day = text.split()
    return MONTHS.index(month) + 1, int(day)


def walk(texts):
    """Days without a year, ascending: where they begin anew a year has passed."""
    days = [month_day(text) for text in texts]
    year = LAST_YEAR - sum(after < before for before, after in zip(days, days[1:]))
    found = []
    for index, (month, day) in enumerate(days):
        year += index > 0 and (month, day) < days[index - 1]
        found.append(date(year, month, day).isoformat())
    return found


def end_of(day):
    return int((datetime.fromisoformat(day + "T00:00:00+00:00").timestamp() + 86_400) * 1000) - 1


def level(text):
    return [int(text), 0] if re.fullmatch(r"\d+", text) else None


def gain(value):
    return None if value is None else [value, False]


def reported(account, day, **gains):
    told = {metric: gain(gains.get(metric)) for metric in METRICS + ["followers"]}
    return {"account": account, "day": day, "source": "file", "gains": told, "followers": None}


def look(account, at, followers, posts=None):
    return {"account": account, "at": at, "source": "file", "followers": followers, "posts": posts}


def post(made, **levels):
    return {**{metric: levels.get(metric) for metric in METRICS}, "made": made}


def overview(account, _at):
    given = rows("01-tiktok-studio-Overview.csv")
    for day, row in zip(walk([row["Date"] for row in given]), given):
        views, likes = int(row["Video Views"]), int(row["Likes"])
        yield reported(account, day, views=views, likes=likes, comments=int(row["Comments"]), shares=int(row["Shares"]))


def followers(account, _at):
    given = rows("02-tiktok-studio-FollowerHistory.csv")
    for day, row in zip(walk([row["Date"] for row in given]), given):
        if level(row["Followers"]) is not None:
            yield look(account, end_of(day), level(row["Followers"]))


def content(account, _at):
    seen = {}
    for row in rows("04-tiktok-studio-Content.csv"):
        month, day = month_day(row["Time"])
        at = end_of(date(LAST_YEAR, month, day).isoformat())
        month, day = month_day(row["Post time"])
        made = date(LAST_YEAR, month, day)
        if made > date.fromtimestamp(at / 1000):
            made = date(LAST_YEAR - 1, month, day)
        told = post(
            end_of(made.isoformat()) - 86_399_999,
            views=level(row["Total views"]),
            likes=level(row["Total likes"]),
            comments=level(row["Total comments"]),
            shares=level(row["Total shares"]),
        )
        seen.setdefault(at, {}).setdefault(row["Video link"].rsplit("/", 1)[1], []).append(told)
    for at, posts in seen.items():
        yield look(account, at, None, posts)


def business_days(account, _at):
    for row in rows("08-tiktok-business-daily.csv"):
        yield reported(
            account,
            row["Date"].replace("/", "-"),
            views=int(row["Video views"]),
            likes=int(row["Likes"]),
            comments=int(row["Comments"]),
            shares=int(row["Shares"]),
            followers=int(row["Net growth"]),
        )


def business_videos(account, at):
    posts = {}
    # Sofia, in winter; days do not depend on the hour there.
    zone = timezone(timedelta(hours=2))
    for row in rows("09-tiktok-business-videos.csv"):
        made = datetime.strptime(row["Post time"], "%Y/%m/%d %H:%M:%S").replace(tzinfo=zone)
        told = post(
            int(made.timestamp() * 1000),
            views=level(row["Video views"]),
            likes=level(row["Likes"]),
            comments=level(row["Comments"]),
            shares=level(row["Shares"]),
            saves=level(row["Add to Favorites"]),
        )
        posts.setdefault(row["Video link"].rsplit("/", 1)[1], []).append(told)
    yield look(account, at, None, posts)


def collector(account, at):
    posts, count = {}, None
    for row in rows("28-own-collector-graph-export.csv"):
        told = post(
            end_of(row["timestamp"]) - 86_399_999,
            likes=level(row["like_count"]),
            comments=level(row["comments_count"]),
            saves=level(row["saved"]),
        )
        posts.setdefault(row["permalink"].rstrip("/").rsplit("/", 1)[1], []).append(told)
        count = level(row["followers"]) or count
    yield look(account, at, count, posts)


def display(account, _at):
    with open(os.path.join(FOLDER, "30-display-api-daily-levels.json"), encoding="utf-8") as file:
        given = json.load(file)
    likes = None
    for row in sorted(given, key=lambda row: row["date"]):
        yield look(account, end_of(row["date"]), [row["follower_count"], 0])
        if likes is not None:
            yield reported(account, row["date"], likes=row["likes_count"] - likes)
        likes = row["likes_count"]


READERS = {"01": overview, "02": followers, "04": content, "08": business_days, "09": business_videos, "28": collector, "30": display}

looks, days = [], []
for name, account, at in json.loads(sys.argv[1])["files"]:
    for one in READERS[name[:2]](account, at):
        (days if "day" in one else looks).append(one)
made = sorted({key for one in looks for key in one["posts"] or {}})
json.dump({"looks": looks, "reported": days, "made": made}, sys.stdout)
