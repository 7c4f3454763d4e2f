"""Which label a text belongs under: learned from texts people have labelled, with honest probabilities and reasons."""

from .box import dump, load
from .figures import better, drift, evaluate
from .learn import train
from .model import Model
from .samples import BadModel, Proposal, Sample, TooFewLabels

__all__ = [
    "BadModel",
    "Model",
    "Proposal",
    "Sample",
    "TooFewLabels",
    "better",
    "drift",
    "dump",
    "evaluate",
    "load",
    "train",
]
