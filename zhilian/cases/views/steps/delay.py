"""Delay: supplements, extensions, holds."""

from zhilian.cases.views.steps.step import Step

STEPS: tuple[Step, ...] = ()
