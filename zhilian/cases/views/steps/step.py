"""What a step of the officials' table is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zhilian.cases.forms import desk as forms
from zhilian.cases.models import Case
from zhilian.cases.rules import MOVES, Stage, Who
from zhilian.core.actor import Actor
from zhilian.core.powers import Power


@dataclass(frozen=True, slots=True)
class Step:
    """``noun`` is the last part of the address, ``move`` a line of the table of moves that says in which
    stages (empty: ``when`` alone decides)."""

    noun: str
    move: str
    power: Power
    form: type[forms.StepForm]
    heading: object
    button: object
    done: object
    main: bool = True
    rare: bool = False  # offered as a link under "More", unfolded only when asked for
    pressing: Callable[[Case], bool] | None = None  # when a rare one is what is to be done now
    when: Callable[[Case, Actor, datetime], bool] | None = None  # what must hold besides stage and power

    @property
    def calls(self) -> bool:
        """Whether it begins with a call to the firm."""
        return self.noun in ("contact", "rating-by-call")

    @property
    def route(self) -> str:
        """The name of its address."""
        return f"case_{self.noun.replace('-', '_')}"

    def draft_of(self, case: Case) -> str:
        """The name under which the browser keeps what is typed but not yet sent."""
        return f"{case.number}-{self.noun}"

    def asked_of(self, actor: Actor, case: Case, at: datetime) -> bool:
        """Whether this actor can take the step now."""
        if not actor.has(self.power) or (self.move and Stage(case.stage) not in MOVES[self.move].sources):
            return False
        if self.move and MOVES[self.move].who is Who.UNIT and actor.in_unit and case.unit_id != actor.organisation_id:
            return False  # an assisting unit does not make its lead's moves
        return self.when is None or self.when(case, actor, at)
