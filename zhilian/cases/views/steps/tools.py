"""Tools of every day: notes."""

from zhilian.cases.views.steps.step import Step

STEPS: tuple[Step, ...] = ()
