"""Which firm a row means: by credit code first, then by name; and what it would change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from zhilian.core.models import Federation
from zhilian.files.imports import Note, Outcome, Problem, Verdict
from zhilian.files.sentences import say
from zhilian.members.importer.reading import Wanted
from zhilian.members.models import Contact, Enterprise

_TWICE_CODE = _("Row %(row)s has this credit code already.")
_TWICE_NAME = _("Row %(row)s has this name already.")
_TWICE = _("Row %(row)s means the same enterprise already.")
_OTHER_CODE = _("An enterprise of this name is in the registry with another credit code: %(code)s.")
_OTHER_NAME = _("This name belongs to another enterprise in the registry.")
WAITS_FOR: Final = {
    "credit_code": _("%(rows)s new enterprises come without a credit code; it can be added later."),
    "street": _("%(rows)s new enterprises come without a street; it can be added later."),
    "industry": _("%(rows)s new enterprises come without an industry; it can be added later."),
}


@dataclass(slots=True)
class Creation:
    """A firm to enter, and its contact; ``firm`` once it is built, not yet saved."""

    facts: dict[str, Any]
    contact: dict[str, str]
    firm: Enterprise | None = None


@dataclass(slots=True)
class Change:
    """What is to change of a firm that was last changed at ``seen_at``, and of its first contact."""

    enterprise_id: int
    seen_at: Any
    facts: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)


class Register:
    """The registry as the rows of one batch find it, and what earlier rows of the file said."""

    def __init__(self, federation: Federation) -> None:
        self.federation = federation
        self.rows_by_code: dict[str, int] = {}
        self.rows_by_name: dict[str, int] = {}
        self.rows_by_firm: dict[int, int] = {}

    def verdicts(self, batch: Sequence[Wanted]) -> Iterator[Verdict]:
        """What becomes of each row of a batch; three questions to the database for all of them."""
        firms = self._firms(batch)
        by_code = {firm.credit_code: firm for firm in firms if firm.credit_code}
        by_name = {firm.name_folded: firm for firm in firms}
        contacts = self._contacts(firms)
        for wanted in batch:
            code, named = by_code.get(wanted.code), by_name.get(wanted.folded)
            firm = code or named
            wanted.problems += [*self._doubles(wanted, firm), *_conflicts(wanted, code, named)]
            self._remember(wanted, firm)
            yield _verdict(wanted, firm, contacts.get(firm.pk) if firm else None)

    def _firms(self, batch: Iterable[Wanted]) -> list[Enterprise]:
        mine = Enterprise.objects.of(self.federation).order_by()
        codes = [wanted.code for wanted in batch if wanted.code]
        found = {firm.pk: firm for firm in mine.filter(credit_code__in=codes)} if codes else {}
        found |= {firm.pk: firm for firm in mine.filter(name_folded__in=[wanted.folded for wanted in batch])}
        return list(found.values())

    def _contacts(self, firms: Iterable[Enterprise]) -> dict[int, Contact]:
        rows = Contact.objects.filter(enterprise__in=[firm.pk for firm in firms], is_primary=True).order_by("-id")
        return {contact.enterprise_id: contact for contact in rows}

    def _doubles(self, wanted: Wanted, firm: Enterprise | None) -> Iterator[Problem]:
        if wanted.code and (row := self.rows_by_code.get(wanted.code)):
            yield Problem("credit_code", wanted.code, say(_TWICE_CODE, row=row))
        elif row := self.rows_by_name.get(wanted.folded):
            yield Problem("name", wanted.name, say(_TWICE_NAME, row=row))
        elif firm and (row := self.rows_by_firm.get(firm.pk)):
            yield Problem("name", wanted.name, say(_TWICE, row=row))

    def _remember(self, wanted: Wanted, firm: Enterprise | None) -> None:
        if wanted.code:
            self.rows_by_code.setdefault(wanted.code, wanted.row)
        if wanted.folded:
            self.rows_by_name.setdefault(wanted.folded, wanted.row)
        if firm and not wanted.problems:
            self.rows_by_firm.setdefault(firm.pk, wanted.row)


def _conflicts(wanted: Wanted, by_code: Enterprise | None, by_name: Enterprise | None) -> Iterator[Problem]:
    if by_code and by_name and by_code.pk != by_name.pk:
        yield Problem("name", wanted.name, say(_OTHER_NAME))
    elif by_name and wanted.code and by_name.credit_code not in (None, wanted.code):
        yield Problem("credit_code", wanted.code, say(_OTHER_CODE, code=by_name.credit_code))


def _verdict(wanted: Wanted, firm: Enterprise | None, contact: Contact | None) -> Verdict:
    notes = tuple(wanted.notes)
    if wanted.problems:
        return Verdict(wanted.row, Outcome.BAD, tuple(wanted.problems))
    if firm is None:
        waits = tuple(Note(text) for name, text in WAITS_FOR.items() if name not in wanted.facts)
        creation = Creation({"name": wanted.name, **wanted.facts}, wanted.contact)
        return Verdict(wanted.row, Outcome.CREATE, notes=notes + waits, payload=creation)
    change = _change(wanted, firm, contact)
    outcome = Outcome.UPDATE if change.facts or change.contact else Outcome.UNCHANGED
    return Verdict(wanted.row, outcome, notes=notes, payload=change)


def _change(wanted: Wanted, firm: Enterprise, contact: Contact | None) -> Change:
    """Only what the row says and the registry says otherwise; empty cells change nothing."""
    facts = {name: value for name, value in wanted.facts.items() if not _is(firm, name, value)}
    if wanted.name != firm.name:
        facts["name"] = wanted.name
    told = {name: value for name, value in wanted.contact.items() if value != getattr(contact, name, "")}
    return Change(firm.pk, firm.updated_at, facts, told)


def _is(firm: Enterprise, name: str, value: Any) -> bool:
    return bool(firm.street_id == value.pk if name == "street" else getattr(firm, name) == value)
