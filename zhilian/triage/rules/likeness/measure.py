"""How well likeness tells judged pairs apart: area under the curve, best F1, and folds that share no sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhilian.triage.rules.frequencies import Floats, Frequencies, Ints
from zhilian.triage.rules.likeness.inputs import read_pairs
from zhilian.triage.rules.likeness.signs import signs
from zhilian.triage.rules.likeness.space import learn_space, tokens
from zhilian.triage.rules.likeness.taught import Pair, learn, ready, require_enough, scale_of
from zhilian.triage.rules.likeness.untaught import Reader

FOLDS: Final = 5


def auc(scores: Floats, same: NDArray[np.bool_]) -> float:
    """How often a pair that means the same scores above one that does not; ties count half. 0.5 knows nothing."""
    good, bad = int(same.sum()), int((~same).sum())
    if not good or not bad:
        raise ValueError("both answers are needed")
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[same].sum() - good * (good + 1) / 2) / (good * bad))


def best_f1(scores: Floats, same: NDArray[np.bool_]) -> float:
    """The best F1 of "the same" over all thresholds (chosen on the same pairs, so a little too good)."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(same[order])
    last = np.append(scores[order][1:] != scores[order][:-1], True)
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + same.sum())
    return float(f1[last].max())


def untaught(pairs: Sequence[Pair]) -> Floats:
    """The likeness of each pair as nobody has taught it; frequencies are counted in the texts themselves."""
    frequencies = Frequencies()
    frequencies.add(dict.fromkeys(text for pair in pairs for text in pair))
    reader = Reader(frequencies)
    return np.array([reader.likeness(one, other) for one, other in pairs], np.float32)


def components(pairs: Sequence[Pair]) -> Ints:
    """For each pair a number that it shares with every pair it hangs together with by common sentences."""
    above: dict[str, str] = {}
    for one, other in pairs:
        above[_root(above, one)] = _root(above, other)
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(_root(above, one), len(numbers)) for one, _ in pairs], np.int64)


def _root(above: dict[str, str], text: str) -> str:
    while above.setdefault(text, text) != text:
        above[text] = above[above[text]]
        text = above[text]
    return text


def folds_apart(pairs: Sequence[Pair], folds: int = FOLDS, seed: int = 0) -> Ints:
    """The fold of each pair, so that no sentence stands in two folds; as even as the components allow."""
    groups = components(pairs)
    sizes = np.bincount(groups)
    order = np.random.default_rng(seed).permutation(len(sizes))
    fold = np.zeros(len(sizes), np.int64)
    filled = np.zeros(folds, np.int64)
    for group in order[np.argsort(-sizes[order], kind="stable")]:
        fold[group] = filled.argmin()
        filled[fold[group]] += sizes[group]
    return fold[groups]


def folds_mixed(pairs: Sequence[Pair], folds: int = FOLDS, seed: int = 0) -> Ints:
    """The fold of each pair, drawn at random: a sentence may stand in several folds."""
    return np.random.default_rng(seed).permutation(np.arange(len(pairs)) % folds)


def out_of_fold(
    pairs: Sequence[Pair], same: NDArray[np.bool_], fold: Ints, seed: int = 0, watch: Callable[[], float] = lambda: 0.0
) -> tuple[Floats, float]:
    """The log odds of each pair by a judge taught on the other folds, and the seconds of reading and judging alone.

    What needs no answers (how rare a piece is, its place, the scale of the signs) is learned from all the texts.
    Raises TooFewPairsError. ``watch`` tells the seconds gone by, as ``time.perf_counter`` does.
    """
    answers = same.astype(np.float32)
    for one in np.unique(fold):
        require_enough(answers[fold != one])
    space = learn_space(tokens(list(dict.fromkeys(text for pair in pairs for text in pair))), seed)
    began = watch()
    read = read_pairs(space, pairs)
    values = signs(space, read)
    given = ready(space, scale_of(values), read, values)
    seconds = watch() - began
    odds = np.zeros(len(pairs), np.float32)
    for one in np.unique(fold):
        rest, mine = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        judge = learn(space, given.take(rest), answers[rest], seed)
        began = watch()
        odds[mine] = judge.judged(given.take(mine))
        seconds += watch() - began
    return odds, seconds
