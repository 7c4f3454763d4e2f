"""The inbox: what the house has to tell a person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from zhilian.accounts.acting import acting
from zhilian.core.paging import keyset_page
from zhilian.notices import actions, queries

PAGE = 30


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's messages, newest first."""
    page = keyset_page(queries.inbox(acting(request)), ("-id",), request.GET.get("after", ""), PAGE)
    tokens = {"previous_url": page.previous_token, "next_url": page.next_token}
    links = {name: f"?after={token}" if token else "" for name, token in tokens.items()}
    return render(request, "notices/inbox.html", {"page": page, "now": timezone.now(), **links})


@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """To what the message is about; it counts as read from now on."""
    actor = acting(request)
    notice = queries.inbox(actor).filter(pk=pk).first()
    if notice is None:
        raise Http404
    actions.mark_read(actor=actor, at=timezone.now(), notice_id=notice.pk)
    safe = url_has_allowed_host_and_scheme(notice.link, allowed_hosts={request.get_host()})
    return redirect(notice.link if safe else "notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all messages as read."""
    actions.mark_read(actor=acting(request), at=timezone.now())
    return redirect("notices")
