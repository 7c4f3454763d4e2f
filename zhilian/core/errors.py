"""Refusals: business answers of "no", each with a sentence for the person."""

from collections.abc import Sequence


class Refusal(Exception):
    """A "no" that the person should read; ``status`` is the HTTP answer it becomes."""

    status = 409

    def __init__(self, sentence: object) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class NotPossible(Refusal):
    """The thing is no longer, or not yet, in the state this step needs."""


class Forbidden(Refusal):
    """The person may see the thing but lacks the power for this step."""

    status = 403


class Invalid(Refusal):
    """What was given does not make sense; ``fields`` names the places."""

    status = 422

    def __init__(self, sentence: object, fields: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.fields = tuple(fields)
