"""The space of pieces: how rare each is, and where it stands by the company it keeps in the texts themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from zhilian.kit.text import fold
from zhilian.triage.rules.frequencies import PAIR, Floats, Hashes, Ints, hashed, pieces
from zhilian.triage.rules.likeness.bags import Bags, gathered

DIMENSIONS: Final = 64
READ: Final = 120  # characters of a text; pairs are judged by sentences
KINDS: Final = 3  # characters and Latin runs, neighbours, words
_SALTS: Final = np.array([0x0, 0x5851F42D4C957F2D, 0x14057B7EF767814F], np.uint64)
_SEEN: Final = 2  # texts that must hold a piece before its company says anything
_MOST: Final = 40_000  # pieces that get a place, the most frequent


@dataclass(frozen=True, slots=True)
class Tokens:
    """What texts are made of, in the order of reading: whose, of which kind, its hash."""

    texts: int
    owner: Ints
    kind: Ints
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class Space:
    """Known pieces: hashes in order, how telling each is, its vector of length 1; made of ``texts`` texts."""

    texts: int
    hashes: Hashes
    idf: Floats
    vectors: Floats

    def find(self, hashes: Hashes) -> Ints:
        """The place of each piece; -1 for an unknown one."""
        if not len(self.hashes):
            return np.full(len(hashes), -1)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, at, -1)

    def idf_of(self, places: Ints) -> Floats:
        """How telling the pieces at these places are; unknown ones (-1) are as telling as can be."""
        rarest = np.float32(np.log((self.texts + 1) / 1.5))
        return np.concatenate([self.idf, np.array([rarest])])[places].astype(np.float32)

    def vectors_of(self, places: Ints) -> Floats:
        """The vectors at these places; unknown ones (-1) have none."""
        return np.vstack([self.vectors, np.zeros((1, self.vectors.shape[1]), np.float32)])[places]


def tokens(texts: Sequence[str]) -> Tokens:
    """Read the beginnings of texts: characters and Latin runs, neighbours, words."""
    import rjieba  # 33 MB: only where pairs are judged by what was taught

    cut = [text[:READ] for text in texts]
    read = pieces(cut)
    words = [(at, word) for at, text in enumerate(cut) for word in rjieba.cut(fold(text)) if word[0].isalnum()]
    owner = np.concatenate([read.owner, np.array([at for at, _ in words], np.int64)])
    kind = np.concatenate([(read.kind == PAIR).astype(np.int64), np.full(len(words), 2)])
    hashes = np.concatenate([read.hashes, hashed([word for _, word in words])]) ^ _SALTS[kind]
    return Tokens(len(texts), owner, kind, hashes)


def learn_space(read: Tokens, seed: int = 0) -> Space:
    """Place pieces by the other pieces they share texts with: positive mutual information, brought to 64 dimensions."""
    once = np.unique(read.hashes)
    bags = gathered(read.texts, max(len(once), 1), read.owner, np.searchsorted(once, read.hashes))
    held = np.bincount(bags.col, minlength=len(once))
    order = np.argsort(-held, kind="stable")[:_MOST]
    kept = np.sort(order[held[order] >= _SEEN])
    idf = np.log((read.texts + 1) / (held[kept] + 0.5)).astype(np.float32)
    return Space(read.texts, once[kept], idf, _placed(bags, kept, held, seed))


def _placed(bags: Bags, kept: Ints, held: Ints, seed: int) -> Floats:
    from scipy.sparse import csr_matrix

    place = np.full(len(held), -1)
    place[kept] = np.arange(len(kept))
    known = bags.only(place[bags.col] >= 0)
    there = csr_matrix((known.weight, (known.row, place[known.col])), (bags.rows, len(kept)))
    both = (there.T @ there).tocoo()
    count, texts = held[kept].astype(np.float64), max(bags.rows, 1)
    expected = count[both.row] * count[both.col] ** 0.75 * texts**0.25
    information = np.log(both.data * texts / expected)
    telling = (information > 0) & (both.row != both.col)
    matrix = csr_matrix((information[telling], (both.row[telling], both.col[telling])), both.shape)
    return _reduced(matrix.astype(np.float32), seed)


def _reduced(matrix: object, seed: int) -> Floats:
    """The rows of a sparse square matrix in few dimensions, of length 1 (randomised range finding, three turns)."""
    size: int = matrix.shape[0]  # type: ignore[attr-defined]
    wide = min(DIMENSIONS + 10, size)
    if not wide:
        return np.zeros((0, DIMENSIONS), np.float32)
    base = np.random.default_rng(seed).normal(size=(size, wide)).astype(np.float32)
    for _ in range(4):
        base, _ = np.linalg.qr(matrix @ (matrix.T @ base))  # type: ignore[attr-defined]
    left, strength, _ = np.linalg.svd((matrix.T @ base).T, full_matrices=False)  # type: ignore[attr-defined]
    made = np.zeros((size, DIMENSIONS), np.float32)
    dims = min(DIMENSIONS, wide)
    made[:, :dims] = (base @ left)[:, :dims] * np.sqrt(strength[:dims])
    lengths: Floats = np.linalg.norm(made, axis=1, keepdims=True)
    return (made / np.maximum(lengths, 1e-6)).astype(np.float32)
