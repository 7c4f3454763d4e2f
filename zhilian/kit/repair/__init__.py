"""Repair of Chinese text copied from mirrors that made it traditional, put in readings and lost bytes.

A mirror of that sort converts simplified to traditional one character at a time, replaces a fixed set of characters in
the GBK bytes by themselves and their reading, without minding where a character begins, and decodes the result:
``反映。总结`` arrives as ``反映??偨Y(jié)``. ``repair`` undoes that where the damage is proven, and only there. What no
evidence brings back is marked ``〔？〕`` (LOST_MARK) and counted, not guessed.
"""

from __future__ import annotations

from .evidence import BEHIND_BREAK, Evidence, is_suspect
from .language import Fluency
from .mending import mend, proven_by_bytes
from .result import LOST_MARK, Change, Kind, Repaired, Segment, segments
from .script import to_simplified
from .tokens import READING

__all__ = ["LOST_MARK", "Change", "Kind", "Repaired", "Segment", "looks_damaged", "repair", "segments"]


def looks_damaged(text: str) -> bool:
    """Whether ``repair`` would change the text; costs microseconds where there is nothing to suspect."""
    return is_suspect(text) and _weighed(text)[1]


def repair(text: str) -> Repaired:
    """Undo the damage of a mirror; a text without proof of it comes back as the same object, with no changes.

    Time is linear in the length; places in ``changes`` count code points. Never raises for any string.
    """
    if not is_suspect(text):
        return Repaired(text)
    evidence, is_damaged, fluency = _weighed(text)
    return mend(text, evidence, fluency) if is_damaged else Repaired(text)


def _weighed(text: str) -> tuple[Evidence, bool, Fluency]:
    """The evidence, whether it suffices, and a model of this very page."""
    evidence = Evidence(text)
    if evidence.by_readings:
        return evidence, True, _page_model(text)
    if not evidence.by_bytes:
        return evidence, False, Fluency()
    fluency = _page_model(text)
    return evidence, proven_by_bytes(text, evidence, fluency), fluency


def _page_model(text: str) -> Fluency:
    import rjieba

    plain = to_simplified(READING.sub("", BEHIND_BREAK.sub("", text)), Fluency().of)
    return Fluency(rjieba.cut(plain))
