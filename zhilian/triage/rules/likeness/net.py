"""A small net over two texts: vectors of what differs and what is shared, with the signs, through one hidden layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhilian.triage.rules.frequencies import Floats, Ints
from zhilian.triage.rules.likeness.bags import Bags

HIDDEN: Final = 64
_EPOCHS: Final = 5
_BATCH: Final = 256
_RATE: Final = 2e-3
_WARM: Final = 50  # steps
_START: Final = 2.0  # length of a piece's vector before training
_DECAY: Final = {"places": np.float32(3e-4), "inner": np.float32(1e-4)}
_DROPPED: Final = {"pieces": 0.1, "vectors": 0.3, "signs": 0.1, "hidden": 0.3}
Weights = dict[str, Floats]
NAMES: Final = ("places", "inner", "inner_bias", "outer", "outer_bias")


@dataclass(frozen=True, slots=True)
class Sides:
    """A batch: pieces only in a, only in b, in both; and the signs, brought to one scale."""

    a: Bags
    b: Bags
    both: Bags
    signs: Floats

    def take(self, chosen: Ints) -> Sides:
        """Some of the pairs."""
        return Sides(self.a.take(chosen), self.b.take(chosen), self.both.take(chosen), self.signs[chosen])


def judged(weights: Weights, sides: Sides) -> Floats:
    """The log odds that each pair means the same."""
    vectors, _, _ = _layer(weights["places"], sides)
    hidden = np.maximum(vectors @ weights["inner"] + weights["inner_bias"], 0)
    odds: Floats = hidden @ weights["outer"] + weights["outer_bias"][0]
    return odds


def _layer(places: Floats, sides: Sides) -> tuple[Floats, Floats, Floats]:
    a, b = sides.a.dot(places), sides.b.dot(places)
    parts = [np.abs(a - b), a * b, np.maximum(a, b), np.minimum(a, b), sides.both.dot(places), sides.signs]
    return np.concatenate(parts, axis=1), a, b


def train(places: Floats, sides: Sides, same: Floats, seed: int) -> Weights:
    """Train one net from the places of the pieces (space's vectors); the same seed gives the same net."""
    training = _Training(places, sides.signs.shape[1], seed)
    count = len(same)
    steps = _EPOCHS * -(-count // _BATCH)
    for _ in range(_EPOCHS):
        order = training.random.permutation(count)
        for at in range(0, count, _BATCH):
            chosen = order[at : at + _BATCH]
            training.step(sides.take(chosen), same[chosen], steps)
    return training.weights


class _Training:
    """Weights with their running moments (Adam); pieces are touched only where they occur."""

    def __init__(self, places: Floats, signs: int, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        width = 5 * places.shape[1] + signs
        inner = self.random.normal(0, np.sqrt(2 / width), (width, HIDDEN)).astype(np.float32)
        outer = self.random.normal(0, np.sqrt(1 / HIDDEN), HIDDEN).astype(np.float32)
        zeros = np.zeros(HIDDEN, np.float32), np.zeros(1, np.float32)
        self.weights = dict(zip(NAMES, (places * np.float32(_START), inner, zeros[0], outer, zeros[1]), strict=True))
        self.first = {name: np.zeros_like(value) for name, value in self.weights.items()}
        self.second = {name: np.zeros_like(value) for name, value in self.weights.items()}
        self.steps = 0

    def step(self, sides: Sides, same: Floats, of: int) -> None:
        """One step down the slope of the cross entropy; the rate falls to 0 over ``of`` steps."""
        sides = Sides(self._thin(sides.a), self._thin(sides.b), self._thin(sides.both), sides.signs)
        layer, a, b = _layer(self.weights["places"], sides)
        seen = self._mask(layer.shape, "vectors")
        seen[:, -sides.signs.shape[1] :] = self._mask(sides.signs.shape, "signs")
        layer = layer * seen
        before = layer @ self.weights["inner"] + self.weights["inner_bias"]
        kept = self._mask(before.shape, "hidden") * (before > 0)
        hidden = before * kept
        odds = hidden @ self.weights["outer"] + self.weights["outer_bias"][0]
        slope = ((1 / (1 + np.exp(-odds)) - same) / len(same)).astype(np.float32)
        back = np.outer(slope, self.weights["outer"]) * kept
        slopes = {"outer": hidden.T @ slope, "outer_bias": slope.sum(keepdims=True), "inner_bias": back.sum(0)}
        slopes["inner"] = layer.T @ back + _DECAY["inner"] * self.weights["inner"]
        vectors = (back @ self.weights["inner"].T) * seen
        rate = np.float32(_RATE * (1 - self.steps / of) * min(1, (self.steps + 1) / _WARM))
        self.steps += 1
        for name, value in slopes.items():
            self._move(name, slice(None), value, rate)
        self._move_places(sides, vectors, a, b, rate)

    def _move_places(self, sides: Sides, slope: Floats, a: Floats, b: Floats, rate: np.float32) -> None:
        """Lead the slope back through |a-b|, a*b, max, min and the shared part to the pieces that occur."""
        apart, product, more, less, shared = np.split(slope[:, : 5 * a.shape[1]], 5, axis=1)
        sign, larger = np.sign(a - b), a >= b
        to_a = apart * sign + product * b + np.where(larger, more, less)
        to_b = -apart * sign + product * a + np.where(larger, less, more)
        several = list(zip((sides.a, sides.b, sides.both), (to_a, to_b, shared), strict=True))
        col = np.concatenate([bags.col for bags, _ in several])
        if not len(col):
            return
        parts = np.concatenate([back[bags.row] * bags.weight[:, None] for bags, back in several])
        order = np.argsort(col, kind="stable")
        begins = np.flatnonzero(np.diff(col[order], prepend=-1))
        touched = col[order][begins]
        value = np.add.reduceat(parts[order], begins, axis=0) + _DECAY["places"] * self.weights["places"][touched]
        self._move("places", touched, value, rate)

    def _move(self, name: str, at: Ints | slice, slope: Floats, rate: np.float32) -> None:
        first, second = self.first[name], self.second[name]
        first[at] += np.float32(0.1) * (slope - first[at])
        second[at] += np.float32(0.001) * (slope * slope - second[at])
        down = np.sqrt(second[at] / np.float32(1 - 0.999**self.steps)) + np.float32(1e-8)
        self.weights[name][at] -= rate / np.float32(1 - 0.9**self.steps) * first[at] / down

    def _thin(self, bags: Bags) -> Bags:
        return bags.weighed(bags.weight * (self.random.random(len(bags.weight)) > _DROPPED["pieces"]))

    def _mask(self, shape: tuple[int, ...], name: str) -> Floats:
        share = _DROPPED[name]
        return (self.random.random(shape, np.float32) > share).astype(np.float32) / np.float32(1 - share)
