"""What one row says: each cell brought to the registry's form, or a problem that names it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop as _

from zhilian.core.models import Federation, Street
from zhilian.core.queries import streets
from zhilian.files.imports import Note, Problem, Row
from zhilian.files.sentences import Said, say
from zhilian.kit import creditcode, phones
from zhilian.kit.industries import UnknownIndustry, lookup
from zhilian.kit.text import fold
from zhilian.members.importer.columns import NOTHING, SIZES, STREET_KINDS
from zhilian.members.words import credit_code_fault, phone_fault

LIMITS: Final = {"name": 100, "address": 200, "contact": 60, "post": 60, "email": 254}
_NEEDED = _("The name is missing.")
_TOO_LONG = _("This is too long: at most %(limit)s characters.")
_NO_STREET = _("There is no such street in this district: %(streets)s.")
_NO_INDUSTRY = _("GB/T 4754-2017 has no industry with this code.")
_NO_SIZE = _("The size is one of large, medium, small, micro.")
_NO_EMAIL = _("This is not an e-mail address.")
FREE_INDUSTRY = _("In %(rows)s rows the industry is not called as in GB/T 4754-2017 and is left empty: %(values)s.")
SECOND_PHONE = _("In %(rows)s rows only the first of several phone numbers is taken.")
_LONGEST_NOTHING: Final = max(map(len, NOTHING))
_CODE: Final = re.compile(r"[a-z]?\d{1,5}|[a-z]")
_UPPER_PLACE: Final = re.compile(r"^.*[市区县]")  # house: allow chinese: city, district, county before a street
_BETWEEN_PHONES: Final = re.compile(r"[/、;；,，\s]+")


class Bad(ValueError):
    """A cell that cannot stand."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason.text)
        self.reason = reason


@dataclass(slots=True)
class Wanted:
    """What a row wants of the registry: ``facts`` of the firm and ``contact``, both without empty values."""

    row: int
    name: str = ""
    folded: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The credit code, empty where the row has none."""
        return str(self.facts.get("credit_code", ""))


class Reader:
    """Reads rows for one federation: its streets are known, and what was looked up once is remembered."""

    def __init__(self, federation: Federation) -> None:
        self.streets = _by_name(streets(federation))
        self.street_names = " · ".join(sorted({street.name for street in self.streets.values()}))
        self.industries: dict[str, str | None] = {}
        self.readers: dict[str, Callable[[str, Wanted], object]] = {
            "credit_code": self._credit_code,
            "street": self._street,
            "industry": self._industry,
            "size": self._size,
        }

    def read(self, row: Row) -> Wanted:
        """Bring every cell of a row to the registry's form."""
        wanted = Wanted(row.number)
        texts = {name: text for name in row.cells if not _is_nothing(text := row.line(name))}
        wanted.name = texts.pop("name", "")
        wanted.folded = fold(wanted.name)
        self._check_name(wanted)
        for name, text in texts.items():
            self._take(name, text, wanted)
        return wanted

    def _check_name(self, wanted: Wanted) -> None:
        if not wanted.folded:
            wanted.problems.append(Problem("name", wanted.name, say(_NEEDED)))
        elif len(wanted.name) > LIMITS["name"]:
            wanted.problems.append(Problem("name", wanted.name, say(_TOO_LONG, limit=LIMITS["name"])))

    def _take(self, name: str, text: str, wanted: Wanted) -> None:
        try:
            if reader := self.readers.get(name):
                if value := reader(text, wanted):
                    wanted.facts[name] = value
            elif name == "address":
                wanted.facts[name] = _fitting(name, text)
            else:
                wanted.contact["name" if name == "contact" else name] = _contact_value(name, text, wanted)
        except Bad as bad:
            wanted.problems.append(Problem(name, text, bad.reason))

    def _credit_code(self, text: str, wanted: Wanted) -> str:
        try:
            return creditcode.parse(text).text
        except creditcode.CreditCodeError as error:
            raise Bad(credit_code_fault(error)) from error

    def _street(self, text: str, wanted: Wanted) -> Street:
        street = self.streets.get(fold(text)) or self.streets.get(_plain_street(text))
        if street is None:
            raise Bad(say(_NO_STREET, streets=self.street_names))
        return street

    def _industry(self, text: str, wanted: Wanted) -> str:
        if text not in self.industries:
            self.industries[text] = _industry_code(text)
        code = self.industries[text]
        if code is None and _CODE.fullmatch(fold(text)):
            raise Bad(say(_NO_INDUSTRY))
        if code is None:
            wanted.notes.append(Note(FREE_INDUSTRY, text))
        return code or ""

    def _size(self, text: str, wanted: Wanted) -> str:
        size = SIZES.get(fold(text))
        if size is None:
            raise Bad(say(_NO_SIZE))
        return size


def _is_nothing(text: str) -> bool:
    """Whether a cell says that nothing is known; long ones always say something."""
    return len(text) <= _LONGEST_NOTHING and (not text or fold(text) in NOTHING)


def _by_name(rows: Iterable[Street]) -> dict[str, Street]:
    known: dict[str, Street] = {}
    for street in rows:
        known |= {street.code: street, fold(street.name): street, _plain_street(street.name): street}
    return known


def _plain_street(text: str) -> str:
    """A street without the places above it and without the word for street."""
    plain = fold(_UPPER_PLACE.sub("", text) or text)
    for kind in STREET_KINDS:
        plain = plain.removesuffix(kind) or plain
    return plain


def _industry_code(text: str) -> str | None:
    try:
        return lookup(text).code
    except UnknownIndustry:
        return None


def _contact_value(name: str, text: str, wanted: Wanted) -> str:
    if name == "phone":
        return _phone(text, wanted)
    if name == "email":
        return _email(text)
    return _fitting(name, text)


def _phone(text: str, wanted: Wanted) -> str:
    try:
        return phones.normalise(text)
    except phones.PhoneError as error:
        first = next((found for part in _BETWEEN_PHONES.split(text) if (found := _single_phone(part))), "")
        if not first:
            raise Bad(phone_fault(error)) from error
        wanted.notes.append(Note(SECOND_PHONE))
        return first


def _single_phone(text: str) -> str:
    try:
        return phones.normalise(text)
    except phones.PhoneError:
        return ""


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise Bad(say(_NO_EMAIL)) from error
    return _fitting("email", text)


def _fitting(name: str, text: str) -> str:
    if len(text) > LIMITS[name]:
        raise Bad(say(_TOO_LONG, limit=LIMITS[name]))
    return text
