"""Putting a repaired text together: breaks decoded, readings taken away, simplified characters, changes with places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain, islice, pairwise
from typing import Final, NamedTuple

from .decoding import Decoder
from .evidence import BROKEN, ORPHANED, Evidence, lasts
from .hypothesis import Decoded, Node
from .language import Fluency
from .pairs import bytes_of, characters, is_han
from .readings import fits, is_syllable
from .result import LOST_MARK, Change, Kind, Repaired
from .script import is_converted, is_mechanical, to_simplified
from .tokens import INNER, READING, behind, token_at

_MARGIN: Final = 2.0  # nats a reading must be ahead of one that differs; otherwise the place is marked
_GUESS_MARGIN: Final = 3.0  # the same where a byte is known from nothing but the words around it
_LENGTH_MARGIN: Final = 3.8  # the same where the two differ in how many characters there are
_CONVINCING: Final = 10.0  # nats by which decoding must beat the text as it stands, where nothing else proves damage
_PERSUASIVE: Final = 5.0  # the same where the characters were converted one by one
_AS_TYPED: Final = 4.0  # what a place that looks like a break and is none speaks against damage
_INDENT: Final = re.compile(r"^\?{2,8}(?=[ \u3000])", re.MULTILINE)
_TRIED: Final = 12  # suspected breaks decoded to prove damage
_MOST: Final = 600  # breaks decoded in one text; further ones are marked
_READ: Final = re.compile(rf"([\u4e00-\u9fff@-~])[(（]{INNER}")
_MAYBE: Final = re.compile("[?\ufffd](?=[!！?？])")  # on a damaged page, worth decoding
_UNASKED: Final = re.compile("(?<=[一-鿿、，,《“(（])[?](?=[，,、；;。%])|(?<=[、，,《“(（])[?](?=[一-鿿])")


class Edit(NamedTuple):
    """[start, end) of the original becomes ``after`` (still in traditional characters)."""

    start: int
    end: int
    after: str
    kind: Kind


def mend(text: str, evidence: Evidence, fluency: Fluency) -> Repaired:
    """Repair a text whose damage is proven."""
    edits = sorted(_Mender(text, evidence, fluency).edits())
    changes = tuple(_changes(text, edits, fluency))
    return Repaired(
        _applied(text, changes),
        changes,
        annotations=sum(edit.kind is Kind.ANNOTATION for edit in edits),
        breaks=sum(edit.kind in {Kind.BREAK, Kind.LOST} for edit in edits),
        lost=sum(edit.after.count(LOST_MARK) for edit in edits),
        damage=_share(text, edits),
    )


def proven_by_bytes(text: str, evidence: Evidence, fluency: Fluency) -> bool:
    """Whether decoding the suspected breaks reads so much better that chance is out of the question."""
    decoder, gain, end = Decoder(text, evidence, fluency), 0.0, 0
    for found in islice(ORPHANED.finditer(text), _TRIED):
        if found.start() >= end:
            decoded = decoder.decode(max(found.start() - 1, 0))
            end = decoded.end
            better = decoder.literal_cost(decoded.start, end) - decoded.total
            gain += better if _is_anew(decoded) else -_AS_TYPED
    return gain > (_PERSUASIVE if is_mechanical(text) else _CONVINCING)


def _is_anew(decoded: Decoded) -> bool:
    return sum(not node.kept and node.shown != LOST_MARK for node in decoded.nodes) > 1


class _Mender:
    """Finds the edits of one text, from left to right, breaks first."""

    def __init__(self, text: str, evidence: Evidence, fluency: Fluency) -> None:
        self.text, self.evidence = text, evidence
        self.decoder = Decoder(text, evidence, fluency)
        self.spans: list[tuple[int, int]] = []
        self.annotated = Counter(found[1] for found in _READ.finditer(text))

    def edits(self) -> Iterator[Edit]:
        """Every edit; none overlaps another."""
        yield from self._indents()
        yield from self._breaks()
        self.spans.sort()
        yield from self._annotations()
        yield from self._unasked()

    def _indents(self) -> Iterator[Edit]:
        """Blanks that the mirror's encoding did not know, at the beginning of a line."""
        for found in _INDENT.finditer(self.text):
            self.spans.append(found.span())
            yield Edit(*found.span(), " " * len(found[0]), Kind.PUNCTUATION)

    def _breaks(self) -> Iterator[Edit]:
        indented = {at for start, end in self.spans for at in range(start, end)}
        end, left = 0, _MOST
        for at in self._sites():
            if at < end or at in indented:
                continue
            left -= 1
            if left < 0:
                end = token_at(self.text, at, blank_after=False).end
                self.spans.append((at, end))
                yield Edit(at, end, LOST_MARK, Kind.LOST)
            else:
                decoded = self.decoder.decode(max(self._before(at), end))
                end = decoded.end
                self.spans.append((decoded.start, end))
                yield from _edits_of(self.text, decoded)

    def _before(self, at: int) -> int:
        """Where decoding a break at ``at`` begins: one character before it, unless a reading stands there."""
        behind_reading = any(found.end() == at for found in READING.finditer(self.text, max(at - 12, 0), at))
        return at if behind_reading else at - 1

    def _sites(self) -> list[int]:
        readings = (found.start(1) + 1 for found in BROKEN.finditer(self.text) if is_syllable(found[2]))
        lone = (found.start() for found in re.finditer("\ufffd", self.text))
        return sorted({*readings, *lone, *(found.start() for found in _MAYBE.finditer(self.text))})

    def _annotations(self) -> Iterator[Edit]:
        for found in _READ.finditer(self.text):
            if is_syllable(found[2]) and not self._is_taken(found.start()) and self._is_mirrors(found):
                end = behind(self.text, found.end(), self.evidence.blank_after)
                yield Edit(found.start(1), end, found[1], Kind.ANNOTATION)

    def _is_mirrors(self, found: re.Match[str]) -> bool:
        """Whether the mirror put this reading in; on an untouched character it did so everywhere or nowhere.

        A letter may be the trail of a pair that is none: in 在B(jìn)市 the last byte of 在 and B make 贐.
        """
        char, reading = found[1], found[2]
        if is_converted(char):
            return True
        if char.isascii():
            before = lasts(bytes_of(self.text[found.start() - 1])) if found.start() else set()
            return any(fits(characters().get((last, ord(char)), ""), reading) for last in before)
        return bool(fits(char, reading)) and self.annotated[char] == self.evidence.unconverted[char] > 1

    def _unasked(self) -> Iterator[Edit]:
        """Question marks where no question can end: a character the mirror's encoding did not know."""
        for found in _UNASKED.finditer(self.text):
            if not self._is_taken(found.start()):
                yield Edit(*found.span(), LOST_MARK, Kind.LOST)

    def _is_taken(self, at: int) -> bool:
        index = bisect_left(self.spans, (at + 1, 0)) - 1
        return index >= 0 and at < self.spans[index][1]


def _edits_of(text: str, decoded: Decoded) -> Iterator[Edit]:
    """What decoding changed, one edit for each run; readings behind sound characters are annotations as elsewhere."""
    run: list[Node] = []
    for node in _marked(decoded):
        sound = node.kept and (not run or node.start >= run[-1].end)
        if not sound:
            run.append(node)
            continue
        yield from _edit(run)
        run = []
        if node.read:
            yield Edit(node.start, node.end, node.shown, Kind.ANNOTATION)
    yield from _edit(run)


def _edit(run: Sequence[Node]) -> Iterator[Edit]:
    if run:
        after = "".join(node.shown for node in run)
        kind = Kind.LOST if LOST_MARK in after else Kind.BREAK
        yield Edit(min(node.start for node in run), max(node.end for node in run), after, kind)


def _marked(decoded: Decoded) -> list[Node]:
    """The characters, with a mark where another reading comes too close."""
    nodes = decoded.nodes
    if all(node.kept for node in nodes):
        return nodes
    shown = [node.shown for node in nodes]
    doubtful = {index for index, (one, other) in enumerate(pairwise(nodes), 1) if _is_remnant(one, other)}
    for distance, rival in decoded.rivals:
        sure = _MARGIN if len(rival) == len(nodes) else _LENGTH_MARGIN
        if distance < max(sure, _GUESS_MARGIN):
            differing = _differing(shown, [node.shown for node in rival])
            doubtful |= {i for i in differing if distance < sure or nodes[i].guessed}
    return [node._replace(shown=LOST_MARK, kept=False) if i in doubtful else node for i, node in enumerate(nodes)]


def _is_remnant(before: Node, node: Node) -> bool:
    """Whether a letter may be the trail of a character whose other bytes were dropped."""
    return node.kept and not before.kept and not before.read and "@" <= node.shown <= "~" and is_han(before.shown[-1])


def _differing(ours: list[str], theirs: list[str]) -> set[int]:
    if len(ours) == len(theirs):
        return {index for index, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other}
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    spans = (range(start, max(end, start + 1)) for kind, start, end, _, _ in blocks if kind != "equal")
    return set(chain.from_iterable(spans))


def _changes(text: str, edits: Sequence[Edit], fluency: Fluency) -> Iterator[Change]:
    """Edits and conversions as changes with their places in the original and in the result."""
    pieces = list(_pieces(text, edits))
    plain = to_simplified("".join(piece.after for piece, _ in pieces), fluency.of)
    at = result = 0
    for piece, is_edit in pieces:
        after = plain[at : at + len(piece.after)]
        at += len(after)
        if is_edit:
            yield Change(piece.start, piece.end, result, result + len(after), text[piece.start : piece.end], after,
                         piece.kind)  # fmt: skip
        else:
            yield from _converted(piece, after, result)
        result += len(after)


def _pieces(text: str, edits: Sequence[Edit]) -> Iterator[tuple[Edit, bool]]:
    at = 0
    for edit in edits:
        if at < edit.start:
            yield Edit(at, edit.start, text[at : edit.start], Kind.TRADITIONAL), False
        yield edit, True
        at = edit.end
    if at < len(text):
        yield Edit(at, len(text), text[at:], Kind.TRADITIONAL), False


def _converted(piece: Edit, after: str, result: int) -> Iterator[Change]:
    """The runs of a kept piece that conversion changed."""
    index, size = 0, len(after)
    while index < size:
        begin = index
        while index < size and piece.after[index] != after[index]:
            index += 1
        if begin < index:
            yield Change(piece.start + begin, piece.start + index, result + begin, result + index,
                         piece.after[begin:index], after[begin:index], Kind.TRADITIONAL)  # fmt: skip
        index += 1


def _applied(text: str, changes: Sequence[Change]) -> str:
    parts, at = [], 0
    for change in changes:
        parts += [text[at : change.start], change.after]
        at = change.end
    return "".join([*parts, text[at:]])


def _share(text: str, edits: Sequence[Edit]) -> float:
    touched = sum(sum(map(is_han, text[edit.start : edit.end])) for edit in edits)
    return round(touched / max(sum(map(is_han, text)), 1), 4)
