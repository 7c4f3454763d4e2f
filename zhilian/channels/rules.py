"""Pure decisions of the channels: which categories a firm's words sound like."""

from collections.abc import Iterator, Mapping

from zhilian.kit.text import fold

SUGGESTED = 3


def likely_categories(text: str, keywords: Mapping[str, str], at_most: int = SUGGESTED) -> list[str]:
    """The codes whose keywords (separated by blanks) occur in the text, best first; a longer word weighs more."""
    folded = fold(text)
    weights = {code: sum(_found(words, folded)) for code, words in keywords.items()}
    ranked = sorted((code for code, weight in weights.items() if weight), key=lambda code: -weights[code])
    return ranked[:at_most]


def _found(words: str, folded: str) -> Iterator[int]:
    """The lengths of the words that occur."""
    return (len(word) for word in set(words.split()) if fold(word) in folded)
