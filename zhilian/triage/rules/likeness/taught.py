"""A judge of pairs, taught by pairs that people have judged: two nets and a linear part, averaged.

Nothing but numpy is needed to judge; teaching takes scipy and scikit-learn. A kept model is arrays and a line of JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhilian.triage.rules.frequencies import Floats, Ints
from zhilian.triage.rules.likeness import net
from zhilian.triage.rules.likeness.bags import Bags
from zhilian.triage.rules.likeness.inputs import CROSS_BITS, Read, crosses, known, read_pairs
from zhilian.triage.rules.likeness.packing import Arrays, pack, unpack
from zhilian.triage.rules.likeness.signs import signs
from zhilian.triage.rules.likeness.space import Space, learn_space, tokens

NETS: Final = 3
ENOUGH: Final = 40  # pairs of each answer, below which nothing can be taught
_FARTHEST: Final = np.float32(4)  # deviations from the mean that a sign may show
_STRENGTH: Final = 5.0  # of the linear part: the inverse of its regularisation
_BLOCK: Final = 4_000
Pair = tuple[str, str]


class TooFewPairsError(ValueError):
    """There are not enough pairs of both answers to teach anything."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What brings each sign to mean 0 and deviation 1."""

    mean: Floats
    deviation: Floats

    def applied(self, values: Floats) -> Floats:
        """The signs on one scale, the farthest drawn in."""
        scaled: Floats = np.clip((values - self.mean) / self.deviation, -_FARTHEST, _FARTHEST).astype(np.float32)
        return scaled


@dataclass(frozen=True, slots=True)
class Material:
    """Pairs ready for learners."""

    sides: net.Sides
    crosses: Bags

    def take(self, chosen: Ints) -> Material:
        """Some of the pairs."""
        return Material(self.sides.take(chosen), self.crosses.take(chosen))


@dataclass(frozen=True, slots=True)
class Judge:
    """The learned weights: of the nets, and of the crossed pieces with their constant."""

    nets: tuple[net.Weights, ...]
    linear: Floats
    constant: float

    def judged(self, material: Material) -> Floats:
        """The log odds that each pair means the same: the mean of the nets, and half-half with the linear part."""
        nets = np.mean([net.judged(weights, material.sides) for weights in self.nets], axis=0)
        bags = material.crosses
        linear = bags.weighed(bags.weight * self.linear[bags.col]).sums() + np.float32(self.constant)
        odds: Floats = (nets + linear) / 2
        return odds


@dataclass(frozen=True, slots=True)
class PairModel:
    """Judges pairs of texts."""

    space: Space
    scale: Scale
    judge: Judge

    def scores(self, pairs: Sequence[Pair]) -> Floats:
        """How likely each pair is to mean the same, 0 to 1."""
        blocks = [pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK)]
        odds = [self.judge.judged(material(self.space, self.scale, read_pairs(self.space, one))) for one in blocks]
        likely: Floats = 1 / (1 + np.exp(-np.concatenate([np.zeros(0, np.float32), *odds])))
        return likely

    def dump(self) -> bytes:
        """The model for keeping."""
        arrays: Arrays = {"hashes": self.space.hashes, "idf": self.space.idf, "vectors": self.space.vectors}
        arrays |= {"mean": self.scale.mean, "deviation": self.scale.deviation, "linear": self.judge.linear}
        arrays |= {f"{name}{at}": one[name] for at, one in enumerate(self.judge.nets) for name in net.NAMES}
        return pack({"texts": self.space.texts, "constant": self.judge.constant, "nets": len(self.judge.nets)}, arrays)

    @classmethod
    def load(cls, data: bytes) -> PairModel:
        """The model that was kept; raises ValueError when it is none, is cut off, altered or of another version."""
        head, arrays = unpack(data)
        try:
            return _assembled(head, arrays)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("not a model of pairs") from error


def teach(pairs: Sequence[Pair], same: Sequence[bool], seed: int = 0) -> PairModel:
    """Learn from judged pairs; raises TooFewPairsError below 40 of either answer. 34,000 pairs take about a minute."""
    answers = np.array(same, np.float32)
    require_enough(answers)
    space = learn_space(tokens(list(dict.fromkeys(text for pair in pairs for text in pair))), seed)
    read = read_pairs(space, pairs)
    values = signs(space, read)
    scale = scale_of(values)
    return PairModel(space, scale, learn(space, ready(space, scale, read, values), answers, seed))


def require_enough(answers: Floats) -> None:
    """Refuse what nothing can be learned from."""
    if min(answers.sum(), len(answers) - answers.sum()) < ENOUGH:
        raise TooFewPairsError(f"at least {ENOUGH} pairs of each answer are needed")


def scale_of(values: Floats) -> Scale:
    """The scale of these signs."""
    return Scale(values.mean(0), values.std(0) + np.float32(1e-6))


def material(space: Space, scale: Scale, read: Read) -> Material:
    """Make pairs ready."""
    return ready(space, scale, read, signs(space, read))


def ready(space: Space, scale: Scale, read: Read, values: Floats) -> Material:
    """Make pairs ready whose signs are known."""
    return Material(net.Sides(*known(space, read), scale.applied(values)), crosses(read))


def learn(space: Space, taught: Material, answers: Floats, seed: int = 0) -> Judge:
    """Train the nets and the linear part."""
    nets = tuple(net.train(space.vectors, taught.sides, answers, seed + at) for at in range(NETS))
    linear, constant = _linear(taught.crosses, answers)
    return Judge(nets, linear, constant)


def _linear(bags: Bags, answers: Floats) -> tuple[Floats, float]:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    used, col = np.unique(bags.col, return_inverse=True)
    matrix = csr_matrix((bags.weight.astype(np.float64), (bags.row, col)), (bags.rows, len(used)))
    learner = LogisticRegression(C=_STRENGTH, solver="liblinear", tol=1e-2, random_state=0)
    learner.fit(matrix, answers > 0)
    weights = np.zeros(bags.columns, np.float32)
    weights[used] = learner.coef_[0]
    return weights, float(learner.intercept_[0])


def _assembled(head: dict[str, object], arrays: dict[str, NDArray[np.generic]]) -> PairModel:
    def floats(name: str, *shape: int) -> Floats:
        found = arrays[name]
        if found.dtype != np.float32 or found.shape != shape or not np.isfinite(found).all():
            raise ValueError(name)
        return found.astype(np.float32)

    hashes = arrays["hashes"]
    if hashes.dtype != np.uint64 or hashes.ndim != 1:
        raise ValueError("hashes")
    pieces, wide = arrays["vectors"].shape
    count = len(arrays["mean"])
    space = Space(
        int(str(head["texts"])), hashes.astype(np.uint64), floats("idf", pieces), floats("vectors", pieces, wide)
    )
    if len(hashes) != pieces:
        raise ValueError("hashes")
    shapes = (pieces, wide), (5 * wide + count, net.HIDDEN), (net.HIDDEN,), (net.HIDDEN,), (1,)
    numbered = range(int(str(head["nets"])))
    nets = tuple(
        {name: floats(f"{name}{at}", *shape) for name, shape in zip(net.NAMES, shapes, strict=True)} for at in numbered
    )
    judge = Judge(nets, floats("linear", 1 << CROSS_BITS), float(str(head["constant"])))
    return PairModel(space, Scale(floats("mean", count), floats("deviation", count)), judge)
