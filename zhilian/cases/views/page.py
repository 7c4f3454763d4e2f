"""One address, two sides: the list of cases and a case look different to the firm and to whoever works on it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases.views import firm
from zhilian.cases.views.common import found
from zhilian.core.roles import Role


def _is_firm(request: HttpRequest) -> bool:
    return acting(request).role == Role.ENTERPRISE_USER


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The firm's own cases, or the desk's list."""
    if _is_firm(request):
        return firm.my_cases(request)
    from zhilian.cases.views import desk

    return desk.case_list(request)


@require_safe
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """One case."""
    case = found(request, number)
    if _is_firm(request):
        return firm.case_page(request, case)
    from zhilian.cases.views import desk

    return desk.case_page(request, case)
