"""Fill the moments the rates are counted from, for cases that were there before."""

from typing import Any

from django.db import migrations
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

ENDED = ["refused", "withdrawn"]


def fill(apps: Any, editor: Any) -> None:
    """Copy promised and real moments from deadlines and assignments; nothing is invented where there is no row."""
    case, deadline, assignment = (apps.get_model("cases", name) for name in ("Case", "Deadline", "Assignment"))
    promised = deadline.objects.filter(case=OuterRef("pk"), dropped_at=None, round=0).order_by("-start_at", "-id")
    led = assignment.objects.filter(case=OuterRef("pk"), returned_at=None).order_by("-id")
    told = case.objects.exclude(source="import").exclude(accepted_at=None)
    due = {clock: Subquery(promised.filter(clock=clock).values("due_at")[:1]) for clock in ("close", "contact", "sign")}
    told.update(
        limit_at=due["close"],
        contact_due_at=due["contact"],
        sign_due_at=due["sign"],
        signed_at=Subquery(led.values("signed_at")[:1]),
        contacted_at=Subquery(led.values("contacted_at")[:1]),
    )
    on_the_spot = told.filter(limit_at=None, unit=None, replied_at=F("accepted_at"))
    on_the_spot.update(
        limit_at=F("accepted_at"), contact_due_at=F("accepted_at"), contacted_at=F("accepted_at")
    )
    first = apps.get_model("cases", "Reply").objects.filter(case=OuterRef("pk"), passed=True).order_by("at", "id")
    told.exclude(replied_at=None).update(answered_at=Subquery(first.values("at")[:1]))
    returned = assignment.objects.filter(case=OuterRef("pk")).exclude(returned_at=None)
    case.objects.filter(Q(pk__in=assignment.objects.exclude(returned_at=None).values("case_id"))).update(
        return_count=Coalesce(Subquery(_count(returned)), 0)
    )


def _count(rows: Any) -> Any:
    return rows.order_by().values("case").annotate(n=Count("pk")).values("n")


class Migration(migrations.Migration):
    """Data only; cases with a running answer join the ladder when the worker first looks at them."""

    dependencies = [("cases", "0002_cases_in_full")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
