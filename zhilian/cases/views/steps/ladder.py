"""Ladder: reminders, supervision orders."""

from zhilian.cases.views.steps.step import Step

STEPS: tuple[Step, ...] = ()
