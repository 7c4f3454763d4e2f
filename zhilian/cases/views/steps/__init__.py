"""The officials' steps: one table, one file for each part of the way."""

from zhilian.cases.views.steps.step import Step
from zhilian.cases.views.steps.table import STEPS, Asked, address, asked, fresh

__all__ = ["STEPS", "Asked", "Step", "address", "asked", "fresh"]
