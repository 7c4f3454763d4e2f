"""Likeness on judged pairs of sentences, untaught and taught, and whether a known partner is found among all of them.

    make bench NAME=pairs [ARGS="--queries 500"]

Reads similar-pairs/afqmc.tsv and bq-bank-service.csv from the data folder beside the project ($ZHILIAN_SHARED). Prints
the area under the curve of plain Jaccard, of untaught likeness, and taught by 5-fold cross-validation with folds that
share no sentence ("apart") and with random ones ("mixed"); then, with the sentences of both files as one collection,
how often the known partner stands among the first ten: by an OR-query of keys, the best 200 ranked by likeness.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from benchmarks import _lab as lab
from zhilian.triage.rules.frequencies import Floats, Frequencies, hashed, pieces
from zhilian.triage.rules.likeness import measure
from zhilian.triage.rules.likeness.judged import Judged, parse
from zhilian.triage.rules.likeness.untaught import Reader
from zhilian.triage.rules.likeness.words import keys

DATA = Path(os.environ.get("ZHILIAN_SHARED", lab.ROOT.parent / "shared")) / "data" / "similar-pairs"
FILES = ("afqmc.tsv", "bq-bank-service.csv")
RETRIEVED, SHOWN = 200, 10


def main() -> None:
    """Measure both files and the retrieval; print."""
    options = argparse.ArgumentParser()
    options.add_argument("--queries", type=int, default=1000)
    chosen = options.parse_args()
    files = {name: parse((DATA / name).read_text(encoding="utf-8-sig")) for name in FILES}
    figures = {name: judged(*file) for name, file in files.items()}
    lab.say(benchmark="pairs", **figures, retrieval=retrieval(files, chosen.queries))


def judged(pairs: list[tuple[str, str]], same: NDArray[np.bool_]) -> dict[str, Any]:
    """The areas under the curve of one file."""
    plain = np.array([jaccard(set(a), set(b)) for a, b in pairs], np.float32)
    told: dict[str, Any] = {"n": len(pairs), "positives": int(same.sum()), "auc_jaccard": measure.auc(plain, same)}
    told["auc_untaught"] = measure.auc(measure.untaught(pairs), same)
    for name, cut in (("apart", measure.folds_apart), ("mixed", measure.folds_mixed)):
        began = time.perf_counter()
        odds, judging = measure.out_of_fold(pairs, same, cut(pairs), 0, time.perf_counter)
        told |= {f"auc_{name}": measure.auc(odds, same), f"best_f1_{name}": measure.best_f1(odds, same)}
        told |= {f"seconds_{name}": time.perf_counter() - began, "pairs_per_second": round(len(pairs) / judging)}
    return {name: round(value, 4) for name, value in told.items()}


def jaccard(a: set[str], b: set[str]) -> float:
    """The share of characters that both hold."""
    return len(a & b) / max(len(a | b), 1)


class Collection:
    """Sentences with an inverted index of their pieces, as a database would have it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.frequencies = Frequencies()
        self.frequencies.add(texts)
        read = pieces(texts)
        self.hashes, col = np.unique(read.hashes, return_inverse=True)
        ones = np.ones(len(col), np.float32)
        self.index = csc_matrix((ones, (read.owner, col)), (len(texts), len(self.hashes)))
        self.index.data[:] = 1
        self.reader = Reader(self.frequencies)
        self.lengths = np.array([len(text) for text in texts])

    def retrieved(self, query: str) -> list[str]:
        """The best 200 of those that hold any key, by the weight of the keys they hold over their length."""
        tokens = hashed(keys(query, self.frequencies))
        at = np.searchsorted(self.hashes, tokens)
        weight: Floats = self.index[:, at] @ self.frequencies.idf(tokens) / np.sqrt(8 + self.lengths)
        best = np.argsort(-weight, kind="stable")[: RETRIEVED + 1]
        return [self.texts[one] for one in best if weight[one] > 0 and self.texts[one] != query][:RETRIEVED]


def retrieval(files: dict[str, Judged], queries: int) -> dict[str, Any]:
    """How often the partner is retrieved, and stands among the first ten; milliseconds of ranking."""
    texts = sorted({text for pairs, _ in files.values() for pair in pairs for text in pair})
    collection, found = Collection(texts), {}
    for name, (pairs, same) in files.items():
        known = [pair for pair, answer in zip(pairs, same, strict=True) if answer and pair[0] != pair[1]]
        found[name] = recall(collection, random.Random(0).sample(known, min(queries, len(known))))
    return {"collection": len(texts), "queries": queries, **found}


def recall(collection: Collection, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Over some known pairs."""
    seconds, among, first = [], 0, 0
    for query, partner in pairs:
        candidates = collection.retrieved(query)
        began = time.perf_counter()
        ranked = [candidates[at] for at, _ in collection.reader.rank(query, candidates)[:SHOWN]]
        seconds.append(time.perf_counter() - began)
        among, first = among + (partner in candidates), first + (partner in ranked)
    shares = {"among_200": round(among / len(pairs), 4), "among_10": round(first / len(pairs), 4)}
    return {**shares, "ranking": lab.spread(seconds)}


if __name__ == "__main__":
    main()
