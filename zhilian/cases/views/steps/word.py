"""The firm's word: calls, exclusions, a leader's decision."""

from zhilian.cases.views.steps.step import Step

STEPS: tuple[Step, ...] = ()
