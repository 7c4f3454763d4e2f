"""Writing down what an import found: firms and contacts in bulk, in the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, TypeVar

from zhilian.core.models import Federation
from zhilian.files.imports import Overtaken
from zhilian.members.facts import EnterpriseFacts, build, derived
from zhilian.members.importer.matching import Change, Creation
from zhilian.members.models import Contact, Enterprise

CHUNK: Final = 1000
_LATER: Final = datetime.min.replace(tzinfo=UTC)  # stands in until the moment of saving
Item = TypeVar("Item")


def build_firms(creations: Iterable[Creation], federation: Federation) -> None:
    """Build the rows to save; their pinyin takes longer than saving them, so it is done before anything is locked."""
    for one in creations:
        one.firm = build(federation, EnterpriseFacts(**one.facts), _LATER)


def create(creations: Iterable[Creation], at: datetime) -> None:
    """Enter built firms with their contacts."""
    for chunk in _chunks(creations):
        firms = [one.firm for one in chunk if one.firm]
        for firm in firms:
            firm.created_at = firm.updated_at = at
        Enterprise.objects.bulk_create(firms)
        pairs = zip(firms, chunk, strict=True)
        Contact.objects.bulk_create(_contact(firm, one.contact) for firm, one in pairs if one.contact)


def change(changes: Iterable[Change], federation: Federation, at: datetime) -> None:
    """Change firms and their contacts. Raises Overtaken when one was changed after it was looked at."""
    for chunk in _chunks(changes):
        firms = _locked(chunk, federation)
        _change_firms(chunk, firms, at)
        _change_contacts([one for one in chunk if one.contact], firms)


def _locked(chunk: Sequence[Change], federation: Federation) -> dict[int, Enterprise]:
    rows = Enterprise.objects.of(federation).filter(pk__in=[one.enterprise_id for one in chunk]).order_by("pk")
    firms = {firm.pk: firm for firm in rows.select_for_update()}
    if any(one.enterprise_id not in firms or firms[one.enterprise_id].updated_at != one.seen_at for one in chunk):
        raise Overtaken
    return firms


def _change_firms(chunk: Sequence[Change], firms: dict[int, Enterprise], at: datetime) -> None:
    changed = {"updated_at"}
    for one in chunk:
        values: dict[str, Any] = {**one.facts, "updated_at": at}
        if "name" in values:
            values |= derived(values["name"])
        for name, value in values.items():
            setattr(firms[one.enterprise_id], name, value)
        changed |= values.keys()
    _overwrite([firms[one.enterprise_id] for one in chunk], sorted(changed))


def _change_contacts(chunk: Sequence[Change], firms: dict[int, Enterprise]) -> None:
    ids = [one.enterprise_id for one in chunk]
    rows = Contact.objects.select_for_update().filter(enterprise__in=ids, is_primary=True).order_by("-id")
    known = {contact.enterprise_id: contact for contact in rows}
    for one in chunk:
        for name, value in one.contact.items():
            if contact := known.get(one.enterprise_id):
                setattr(contact, name, value)
    _overwrite(list(known.values()), ["name", "post", "phone", "email"])
    new = (_contact(firms[one.enterprise_id], one.contact) for one in chunk if one.enterprise_id not in known)
    Contact.objects.bulk_create(new)


def _overwrite(rows: Sequence[Any], names: list[str]) -> None:
    """Write these columns of rows that are there: as an upsert, many times faster than Django's bulk_update."""
    if rows:
        manager = type(rows[0])._default_manager
        manager.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=names)


def _contact(firm: Enterprise, told: dict[str, str]) -> Contact:
    return Contact(federation_id=firm.federation_id, enterprise=firm, is_primary=True, **told)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
