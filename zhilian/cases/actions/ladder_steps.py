"""The steps of a ladder as dated rows: set from a day on, the rows before are kept; what follows is derived anew."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.models import LadderStep
from zhilian.cases.models.ladder import EVER
from zhilian.cases.rules import DEFAULT_LADDER, Act, Rung
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.memory import forget
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.trail import record


@transaction.atomic
def set_step(*, rung: Rung, valid_from: date, actor: Actor, at: datetime) -> LadderStep:
    """Set a step from a day on, a new one or another place for one there is (same code); derive the cases afterwards.

    The row before ends on the day before. Raises Invalid for a day that has passed, a step that stands nowhere, and a
    second change from the same day.
    """
    require(actor, permissions.SET_LADDER)
    _sensible(rung)
    _write_down(actor.federation)
    _end(actor.federation, rung.code, valid_from, at)
    values = {"act": rung.act, "share": rung.share, "days": rung.days, "by_id": actor.user_id, "at": at}
    row = LadderStep.objects.create(
        federation=actor.federation, code=rung.code, valid_from=valid_from, valid_to=None, **values
    )
    forget()
    facts = {"code": row.code, "act": row.act, "share": row.share, "days": row.days}
    record("ladder.step_set", row, actor=actor, at=at, valid_from=valid_from.isoformat(), **facts)
    return row


@transaction.atomic
def end_step(*, code: str, valid_from: date, actor: Actor, at: datetime) -> None:
    """Take a step off the ladder from a day on. Raises Invalid for a day that has passed and for the last step."""
    require(actor, permissions.SET_LADDER)
    _write_down(actor.federation)
    row = _end(actor.federation, code, valid_from, at)
    left = LadderStep.objects.filter(federation=actor.federation).exclude(code=code)
    if row is None or not any(one.holds_on(valid_from) for one in left):
        raise Invalid(_("A ladder needs at least one step."), ["valid_from"])
    forget()
    record("ladder.step_ended", row, actor=actor, at=at, code=code, valid_from=valid_from.isoformat())


def _sensible(rung: Rung) -> None:
    early = rung.share is not None and rung.share < 100
    if (rung.share is None) == (rung.days is None) or not rung.code:
        raise Invalid(_("Please say when the step is reached."), ["share"])
    if early != (rung.act == Act.REMIND):
        raise Invalid(_("Before the time is over there are reminders only, and reminders only before that."), ["act"])


def _write_down(federation: Federation) -> None:
    """The first change makes the ladder that held so far rows of the federation's own."""
    if not LadderStep.objects.select_for_update().filter(federation=federation).exists():
        LadderStep.objects.bulk_create(
            LadderStep(
                federation=federation, code=one.code, act=one.act, share=one.share, days=one.days, valid_from=EVER
            )
            for one in DEFAULT_LADDER
        )


def _end(federation: Federation, code: str, day: date, at: datetime) -> LadderStep | None:
    """The row in force ends the day before; rows that have not begun yet give way."""
    today = at.astimezone(SHANGHAI).date()
    if day < today:
        raise Invalid(_("That day has passed. Please choose today or a later day."), ["valid_from"])
    rows = LadderStep.objects.filter(federation=federation, code=code)
    rows.filter(valid_from__gt=today).delete()
    last = rows.order_by("-valid_from").first()
    if last is None:
        return None
    if last.valid_from >= day:
        raise Invalid(
            _("This step has been changed from that day on already. Please choose a later day."), ["valid_from"]
        )
    if last.valid_to is None or last.valid_to >= day:
        last.valid_to = day - timedelta(days=1)
        last.save(update_fields=["valid_to"])
    return last
