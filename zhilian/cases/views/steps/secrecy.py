"""Secrecy: confidentiality, recusal."""

from zhilian.cases.views.steps.step import Step

STEPS: tuple[Step, ...] = ()
