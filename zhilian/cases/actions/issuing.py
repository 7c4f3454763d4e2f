"""Supervision orders as rows: issued, many at once, and lifted where they are needed no more."""

# house: allow action: parts of actions, within their transaction

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from zhilian.cases.models import Case, SupervisionOrder
from zhilian.cases.rules import ORDER_LIMIT
from zhilian.core.actor import Actor
from zhilian.core.bulk import insert_many
from zhilian.core.numbers import many_in_series
from zhilian.core.queries import calendar_of
from zhilian.kit.worktime import due_at

SERIES: Final = "order"


def issue_many(wanted: Sequence[tuple[Case, str]], *, actor: Actor, at: datetime) -> list[SupervisionOrder]:
    """Rows of orders, one for each case and reason, numbered in one go; telling and trail are the caller's.

    The rows do not know their keys.
    """
    if not wanted:
        return []
    federation = actor.federation
    year, numbers = many_in_series(federation, SERIES, at, len(wanted))
    due = due_at(at, ORDER_LIMIT, calendar_of(federation))
    before = SupervisionOrder.objects.filter(case__in=[case.pk for case, _reason in wanted]).order_by()
    count = Counter(before.values_list("case_id", flat=True))
    orders = []
    for no, (case, reason) in zip(numbers, wanted, strict=True):
        count[case.pk] += 1
        common = {"federation_id": case.federation_id, "case_id": case.pk, "unit_id": case.unit_id, "year": year}
        given = {"issued_at": at, "issued_by_id": actor.user_id, "due_at": due, "reason": reason}
        orders.append(SupervisionOrder(no=no, nth=count[case.pk], **common, **given))
    insert_many(orders)
    return orders


def lift_orders(case: Case, at: datetime) -> None:
    """Open orders of the case are needed no more: it went to another unit, or has come to its end."""
    SupervisionOrder.objects.filter(case=case, answered_at=None, lifted_at=None).update(lifted_at=at)
