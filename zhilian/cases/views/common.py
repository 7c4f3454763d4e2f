"""What the pages of both sides need."""

from django.http import Http404, HttpRequest

from zhilian.accounts.acting import acting
from zhilian.cases.models import Case
from zhilian.cases.queries import case_or_none


def found(request: HttpRequest, number: str) -> Case:
    """The case with this number, as far as the actor may see it. Raises Http404 for any other."""
    case = case_or_none(acting(request), number)
    if case is None:
        raise Http404
    return case
