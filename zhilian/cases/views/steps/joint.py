"""Joint handling: assisting units, meetings."""

from zhilian.cases.views.steps.step import Step

STEPS: tuple[Step, ...] = ()
