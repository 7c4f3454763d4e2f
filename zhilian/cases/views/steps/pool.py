"""One pool: merge, split, systemic issues."""

from zhilian.cases.views.steps.step import Step

STEPS: tuple[Step, ...] = ()
