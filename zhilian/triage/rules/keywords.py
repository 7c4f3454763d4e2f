"""Proposals before anything was learned: labels whose own words occur in the text. No probability is claimed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from zhilian.kit.text import fold
from zhilian.triage.rules.classify import Sample

SHORTEST = 2  # characters of a word that says anything


def words_by_label(examples: Iterable[Sample]) -> dict[str, tuple[str, ...]]:
    """The words of each label's examples, each once, folded; a longer one first."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in examples:
        found[one.label] |= {fold(word) for word in f"{one.subject} {one.body}".split()}
    return {label: tuple(sorted(filter(_says, words), key=lambda w: (-len(w), w))) for label, words in found.items()}


def _says(word: str) -> bool:
    return len(word) >= SHORTEST


def by_words(text: str, words: Mapping[str, tuple[str, ...]], top: int) -> list[tuple[str, tuple[str, ...]]]:
    """The labels whose words occur, with these words, best first: the more and the longer words, the better."""
    folded = fold(text)
    found = {label: tuple(word for word in theirs if word in folded) for label, theirs in words.items()}
    ranked = sorted((label for label in found if found[label]), key=lambda label: -sum(map(len, found[label])))
    return [(label, found[label]) for label in ranked[:top]]
