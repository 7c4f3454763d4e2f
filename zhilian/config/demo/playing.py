"""Plays the tales: every step is the product's own action, done by its person at its moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from zhilian.cases import actions
from zhilian.cases.models import Case
from zhilian.cases.rules import Level
from zhilian.config.demo.ground import Ground
from zhilian.config.demo.tales import Step, Tale
from zhilian.core.actor import Actor
from zhilian.core.roles import Role
from zhilian.members.models import Enterprise

CALLED = "电话回访，企业负责人接听"


class Plays:
    """Holds what the plays need: the ground, the people by user name, the firms by credit code, the cases so far."""

    def __init__(self, ground: Ground, actors: Mapping[str, Actor], firms: Mapping[str, Enterprise]) -> None:
        self.ground, self.actors, self.firms = ground, actors, firms
        self.cases: dict[int, Case] = {}
        self.today = date.min

    def play(self, number: int, tale: Tale, step: Step) -> None:
        """Do one step of the tale with this number. Errors: what the action raises."""
        if step.move == "receive":
            self.cases[number] = self._receive(tale, step)
            return
        act, prepare = MOVES[step.move]
        actor, self.today = self.actors[step.by], step.at.date()
        given = prepare(self, step.facts)
        if act is actions.rate and actor.role != Role.ENTERPRISE_USER:
            act, given = actions.record_call, {"reached": True, "note": CALLED, **given}
        act(case=self.cases[number], actor=actor, at=step.at, **given)

    def _receive(self, tale: Tale, step: Step) -> Case:
        facts, firm = step.facts, tale.firm
        station = facts["station"]
        intake = actions.Intake(
            text=facts["text"],
            title=facts["title"],
            kind=facts["kind"],
            category=self.ground.categories[facts["category"]] if facts["category"] else None,
            enterprise=self.firms[firm.credit_code],
            contact_name=firm.contact_name,
            contact_phone=firm.phone,
            station=self.ground.organisations[station] if station else None,
            source="station" if station else "web",
            confidentiality=facts.get("confidentiality", Level.INTERNAL),
            complained_of=self.ground.organisations.get(facts.get("complained_of", "")),
        )
        return actions.receive(intake=intake, key=tale.key, actor=self.actors[step.by], at=step.at)

    def category(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts with the category's row in place of its code."""
        return {**facts, "category": self.ground.categories[facts["category"]]}

    def route(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts with the rows of unit and channel."""
        number = facts["channel"]
        unit = self.ground.organisations[facts["unit"]]
        return {**facts, "unit": unit, "channel": self.ground.channels[number] if number else None}

    def proposal(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts with the row of the unit proposed."""
        return {"reason": facts["reason"], "proposed_unit": self.ground.organisations[facts["unit"]]}

    def review_date(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts with a day to look at the hold again."""
        return {"reason": facts["reason"], "review_on": self.today + timedelta(days=facts["days"])}

    def plain(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts as they are."""
        return dict(facts)


Prepare = Callable[[Plays, Mapping[str, Any]], dict[str, Any]]
MOVES: dict[str, tuple[Callable[..., object], Prepare]] = {
    "accept": (actions.accept, Plays.category),
    "refuse": (actions.refuse, Plays.plain),
    "answer": (actions.answer_at_once, Plays.category),
    "dispatch": (actions.dispatch, Plays.route),
    "return": (actions.return_to_desk, Plays.proposal),
    "sign": (actions.sign, Plays.plain),
    "contact": (actions.contact, Plays.plain),
    "reply": (actions.reply, Plays.plain),
    "reject": (actions.review_reject, Plays.plain),
    "pass": (actions.review_pass, Plays.plain),
    "good": (actions.rate, Plays.plain),
    "bad": (actions.rate, Plays.plain),
    "unreached": (actions.record_call, Plays.plain),
    "unrated": (actions.close_unrated, Plays.plain),
    "decide": (actions.decide, Plays.plain),
    "ask": (actions.ask_supplement, Plays.plain),
    "more": (actions.supplement, Plays.plain),
    "ask_extension": (actions.ask_extension, Plays.plain),
    "extend": (actions.decide_extension, Plays.plain),
    "ask_hold": (actions.ask_hold, Plays.review_date),
    "hold": (actions.decide_hold, Plays.plain),
    "resume": (actions.resume, Plays.plain),
    "withdraw": (actions.withdraw, Plays.plain),
}
