"""Kinds of case: what a new kind says about itself. A new kind is one entry, or a room of its own with one call."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class CaseKind:
    """``code`` is stored; ``grade`` is proposed at acceptance; ``offered`` says whether a firm may choose it itself."""

    code: str
    label: object
    hint: object
    grade: str = "normal"
    offered: bool = True


KINDS: dict[str, CaseKind] = {}


def register(*kinds: CaseKind) -> None:
    """Add kinds; rooms above call this in ``apps.ready()``."""
    for kind in kinds:
        KINDS[kind.code] = kind


register(
    CaseKind("help", _("Help wanted"), _("Something is stuck and somebody must help")),
    CaseKind("consult", _("Question"), _("You want to know how something is done"), grade="simple"),
    CaseKind("complaint", _("Complaint"), _("Somebody treated your firm wrongly")),
    CaseKind("suggest", _("Suggestion"), _("Something could be done better"), grade="complex"),
    CaseKind("opinion", _("Situation report"), _("A trouble that many firms share"), grade="complex"),
    CaseKind("report", _("Report of a breach"), _("Somebody breaks the law"), grade="complex", offered=False),
)
