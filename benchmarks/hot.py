"""Hot issues in real messages: what is found, how stable it stays, how fast it is; against DBSCAN and k-means.

    make bench NAME=hot [ARGS="--texts 50000 --weeks 8"]

Reads messages/hot-issues.xlsx beside the project (ZHILIAN_SHARED, else ../shared). ``hot_labels.json`` names the
numbers of the messages that belong to twelve issues, by one reader. For each: rank, precision and recall of the group
that holds most of it. The peers group the same TF-IDF vectors of pairs of characters. Stability walks through the year
day by day: new texts join, every week everything is grouped again; counted is how often a labelled issue changes its
identity. Speed: as many texts, made of the real ones by exchanging rarer characters, so that every copy has its own
places.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import _lab as lab
from zhilian.triage.rules.frequencies import Frequencies
from zhilian.triage.rules.hot import Group, Id, Key, Known, Profile, Text, counted, group, heat, join, match

SHARED = Path(os.environ.get("ZHILIAN_SHARED", lab.ROOT.parent / "shared"))
MESSAGES = SHARED / "data" / "messages" / "hot-issues.xlsx"
LABELS = Path(__file__).with_name("hot_labels.json")
COMMON = 300  # characters every copy keeps
Labels = dict[str, set[Id]]
Members = list[set[Id]]


def main() -> int:
    """Measure everything, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--texts", type=int, default=50_000)
    options.add_argument(
        "--weeks", type=int, default=60, help="of the year that are walked through day by day; 0: none"
    )
    options.add_argument("--only-speed", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if not MESSAGES.exists():
        print(f"There is no {MESSAGES}; set ZHILIAN_SHARED.", file=sys.stderr)
        return 1
    texts = messages()
    if chosen.only_speed:
        print(json.dumps(speed(copies(texts, chosen.texts))))
        return 0
    labels: Labels = {name: set(ids) for name, ids in json.loads(LABELS.read_text()).items()}
    lab.say(
        benchmark="hot",
        messages=len(texts),
        found=measured(texts, labels, ours),
        dbscan=measured(texts, labels, dbscan),
        kmeans=measured(texts, labels, kmeans),
        stability=stability(texts, labels, chosen.weeks) if chosen.weeks else None,
        speed=in_a_process_of_its_own(chosen.texts),
    )
    return 0


def messages() -> list[Text]:
    """The real messages, as the command reads them."""
    from zhilian.triage.management.commands.triage_hot import _rows

    return [text for _, text in _rows(MESSAGES) if isinstance(text, Text)]


# ---- what is found


def ours(texts: Sequence[Text]) -> Members:
    """Our groups, the hottest first as the command ranks them."""
    at, first = max(text.at for text in texts), sorted(text.at for text in texts)[len(texts) // 100]
    groups = group(texts)
    hottest = sorted(groups, key=lambda one: -heat(one, at, half_life=at - first).total)
    return [set(one.ids) for one in hottest]


def dbscan(texts: Sequence[Text]) -> Members:
    """DBSCAN at the best distance of five, the groups of most people first."""
    from sklearn.cluster import DBSCAN

    matrix = tfidf(texts)
    tried = [DBSCAN(eps=eps, min_samples=2, metric="cosine").fit_predict(matrix) for eps in (0.5, 0.55, 0.6, 0.65, 0.7)]
    return best_of(texts, tried)


def kmeans(texts: Sequence[Text]) -> Members:
    """K-means with the best number of clusters of two, the groups of most people first."""
    from sklearn.cluster import MiniBatchKMeans

    matrix = tfidf(texts)
    tried = [MiniBatchKMeans(count, random_state=0, n_init=1).fit_predict(matrix) for count in (400, 1000)]
    return best_of(texts, tried)


def tfidf(texts: Sequence[Text]) -> Any:
    """What the peers are given: pairs of characters of subject (three times) and start of the body."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    lines = [f"{text.subject} {text.subject} {text.subject} {text.body.strip()[:300]}" for text in texts]
    return TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True, min_df=2).fit_transform(lines)


def best_of(texts: Sequence[Text], tried: Iterable[Any]) -> Members:
    """The trial that is best by the labels: the peers are given the choice."""
    labels: Labels = {name: set(ids) for name, ids in json.loads(LABELS.read_text()).items()}
    return max((ranked(texts, found) for found in tried), key=lambda members: score(members, labels)["mean_f1"])


def ranked(texts: Sequence[Text], found: Any) -> Members:
    """Groups by label, those of most people first; DBSCAN's noise is none."""
    members: dict[int, set[Id]] = {}
    people: dict[int, set[str]] = {}
    for text, label in zip(texts, found.tolist(), strict=True):
        if label >= 0:
            members.setdefault(label, set()).add(text.id)
            people.setdefault(label, set()).add(text.sender)
    return [members[label] for label in sorted(members, key=lambda label: (-len(people[label]), label))]


def measured(texts: Sequence[Text], labels: Labels, way: Callable[[Sequence[Text]], Members]) -> dict[str, Any]:
    """Seconds of a way, and how good its groups are."""
    began = time.perf_counter()
    members = way(texts)
    return {"seconds": round(time.perf_counter() - began, 1), "groups": len(members), **score(members, labels)}


def score(members: Members, labels: Labels) -> dict[str, Any]:
    """For each labelled issue the group that holds most of it; pairs of messages over all labelled issues."""
    issues = {name: one_issue(members, ids) for name, ids in labels.items()}
    return {
        "mean_f1": round(sum(issue["f1"] for issue in issues.values()) / len(issues), 3),
        **pairs(members, labels),
        "issues": issues,
    }


def one_issue(members: Members, ids: set[Id]) -> dict[str, Any]:
    """Rank, precision, recall and F1 of the group that holds most of an issue."""
    rank, found = max(enumerate(members, 1), key=lambda one: (len(one[1] & ids), -one[0]))
    precision, recall = len(found & ids) / len(found), len(found & ids) / len(ids)
    f1 = 2 * precision * recall / (precision + recall) if found & ids else 0.0
    return {"rank": rank, "precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def pairs(members: Members, labels: Labels) -> dict[str, float]:
    """Of pairs with a labelled message: how many found together belong together, and the other way round."""
    issue_of = {one: name for name, ids in labels.items() for one in ids}
    wanted = sum(len(ids) * (len(ids) - 1) // 2 for ids in labels.values())
    right = told = 0
    for found in members:
        inside = Counter(issue_of[one] for one in found if one in issue_of)
        right += sum(count * (count - 1) // 2 for count in inside.values())
        labelled = sum(inside.values())
        told += labelled * (labelled - 1) // 2 + labelled * (len(found) - labelled)
    return {"pair_precision": round(right / max(told, 1), 3), "pair_recall": round(right / wanted, 3)}


# ---- how stable it stays


def stability(texts: Sequence[Text], labels: Labels, weeks: int) -> dict[str, Any]:
    """Walk through the year: texts join every day, all are grouped anew every week."""
    walk = Walk()
    first = sorted(text.at for text in texts)[len(texts) // 100].date()
    holders: dict[str, list[Key]] = {name: [] for name in labels}
    for day in range(7 * weeks):
        today = [
            text for text in texts if (text.at.date() - first).days == day or (day == 0 and text.at.date() < first)
        ]
        walk.day(today, weekly=day % 7 == 6)
        for name, ids in labels.items():
            if (holder := walk.holder(ids)) is not None and holders[name][-1:] != [holder]:
                holders[name].append(holder)
    changes = {name: max(len(keys) - 1, 0) for name, keys in holders.items()}
    return {"days": 7 * weeks, "identities": walk.next, "changes": changes, "seconds_a_day": round(walk.daily(), 3)}


class Walk:
    """A year of a district, as the product would live it."""

    def __init__(self) -> None:
        self.table = Frequencies()
        self.texts: dict[Id, Text] = {}
        self.issue: dict[Id, Key] = {}
        self.profiles: dict[Key, Profile] = {}
        self.since: dict[Key, datetime] = {}
        self.next = 0
        self.spent: list[float] = []

    def day(self, today: Sequence[Text], *, weekly: bool) -> None:
        """Let today's texts join; once a week group all."""
        self.texts.update((text.id, text) for text in today)
        self.table.add(f"{text.subject} {text.body[:300]}" for text in today)
        began = time.perf_counter()
        lately = [text for text in self.texts.values() if text.id not in self.issue]
        found = join(self.profiles, lately, self.table)
        self.issue.update(found.into)
        self.profiles.update(found.profiles)
        for one in found.groups:
            self.open(one)
        self.spent.append(time.perf_counter() - began)
        if weekly:
            self.regroup()

    def open(self, one: Group) -> None:
        """A new issue."""
        self.next += 1
        self.keep(self.next, one, one.first_at)

    def keep(self, key: Key, one: Group, since: datetime) -> None:
        self.since[key], self.profiles[key] = since, one.profile
        self.issue.update(dict.fromkeys(one.ids, key))

    def regroup(self) -> None:
        """Group everything anew and let the identities go on."""
        known: dict[Key, set[Id]] = {}
        for text, key in self.issue.items():
            known.setdefault(key, set()).add(text)
        old = [Known(key, frozenset(ids), self.since[key]) for key, ids in known.items()]
        groups = group(list(self.texts.values()), table=self.table)
        matching, since = match(old, groups), self.since
        self.issue, self.profiles, self.since = {}, {}, {}
        for place, key in matching.kept.items():
            self.keep(key, groups[place], since[key])
        for place in matching.fresh:
            self.open(groups[place])

    def holder(self, ids: set[Id]) -> Key | None:
        """The issue that holds most of these texts, once it holds three."""
        held = Counter(self.issue[one] for one in ids if one in self.issue)
        key, count = held.most_common(1)[0] if held else (None, 0)
        return key if count >= 3 else None

    def daily(self) -> float:
        """Seconds a day without the weekly grouping."""
        return sum(self.spent) / max(len(self.spent), 1)


# ---- how fast it is


def copies(texts: Sequence[Text], count: int) -> list[Text]:
    """The messages over and over, in each copy the rarer characters exchanged for each other and the days moved."""
    often = Counter(char for text in texts for char in text.subject + text.body if "\u4e00" <= char <= "\u9fff")
    rarer = [char for char, _ in often.most_common()[COMMON:]]
    made: list[Text] = []
    while len(made) < count:
        number = len(made) // len(texts)
        other = random.Random(number).sample(rarer, len(rarer)) if number else rarer
        made += [copy(text, number, str.maketrans(dict(zip(rarer, other, strict=True)))) for text in texts]
    return made[:count]


def copy(text: Text, number: int, exchanged: dict[int, str]) -> Text:
    """One message of a copy."""
    subject, body = text.subject.translate(exchanged), text.body.translate(exchanged)
    at = text.at + timedelta(days=number)
    return replace(text, id=f"{number}-{text.id}", at=at, subject=subject, body=body, firm=f"{number}-{text.firm}")


def speed(texts: Sequence[Text]) -> dict[str, Any]:
    """Seconds to count, group and weigh, and the largest resident size."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    table = counted(texts)
    groups = group(texts, table=table)
    at = max(text.at for text in texts)
    hottest = max(heat(one, at).total for one in groups)
    seconds = round(time.perf_counter() - began, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"texts": len(texts), "groups": len(groups), "hottest": round(hottest, 1)}
    return {**found, "seconds": seconds, "mb_before": round(before), "peak_mb": round(peak)}


def in_a_process_of_its_own(texts: int) -> Any:
    """The speed, measured in a fresh process so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.hot", "--only-speed", "--texts", str(texts)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=lab.ROOT).stdout)


if __name__ == "__main__":
    sys.exit(main())
