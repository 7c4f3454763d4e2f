"""`/styleguide/`: every component alive, with invented matters, in normal, empty and overfull dress."""

# house: allow chinese: the samples are Chinese, as real matters are

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhilian.core.templatetags.icons import icon_names
from zhilian.desk.samples import Link, sample_events, sample_form, sample_nav, sample_rows

SIDES = {"public": _("public"), "firm": _("firm"), "desk": _("desk")}


def sample_context(side: str, now: datetime) -> dict[str, Any]:
    """Everything the page shows."""
    months = [(f"{n}月", v) for n, v in enumerate((42, 38, 61, 55, 47, 72, 80, 66, 59, 71, 64, 58), 1)]
    return {
        "side": side,
        "sides": [Link(label, f"?side={name}", current=name == side) for name, label in SIDES.items()],
        "nav": sample_nav(side),
        "federation_name": "深圳市龙岗区工商联",
        "unread_count": 3,
        "notices_url": "#",
        "account_links": [Link(_("My account"), "#", "settings")],
        "now": now,
        "due": now + timedelta(days=2),
        "rows": sample_rows(now),
        "events": sample_events(now),
        "form": sample_form(),
        "failed": sample_form({"firm": ""}),
        "months": months,
        "reasons": [
            ("银行抽贷", 41, "#"),
            ("用地与厂房", 28, "#"),
            ("招工难", 22, "#", "amber"),
            ("账款拖欠", 17, "#", "late"),
            ("跨境退税", 0, "#"),
        ],
        "icons": sorted(icon_names()),
        "contact": {"name": "王建华", "note": "区金融工作局 · 科长 · 0755-00000000"},
        "station": {"name": "横岗亲清驿站", "note": "园山街道 8 号"},
        "crumbs": [Link(_("Desk")), Link(_("Style guide"), "")],
        "chips": [Link(_("Overdue")), Link("区金融工作局")],
        "tabs": [Link(_("All"), count=214, current=True), Link(_("Mine"), count=12), Link(_("Waiting"), count=0)],
        "facts": [(_("Firm"), "明泽电子有限公司"), (_("Credit code"), "91440300MA5EXAMPLE0"), (_("Telephone"), "")],
        "dates": [now - timedelta(days=2), now - timedelta(days=2), now - timedelta(days=1)],
    }


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the style guide on the side asked for with `?side=`; it holds nothing of anybody."""
    side = request.GET.get("side", "")
    return render(request, "desk/styleguide.html", sample_context(side if side in SIDES else "desk", timezone.now()))
