"""What the style guide shows: invented matters, firms and people."""

# house: allow chinese: the samples are Chinese, as real matters are

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Link:
    """A word that leads somewhere."""

    label: object
    url: str = "#"
    icon: str = "dot"
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Event:
    """One entry of a sample timeline."""

    at: datetime
    title: object
    who: str = ""
    text: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One sample matter in a list."""

    number: str
    title: str
    firm: str
    stage: str
    stage_label: object
    unit: str
    state: str
    label: object
    due_at: datetime
    amount: Decimal
    steps: tuple[object, ...] = ()


class SampleForm(forms.Form):
    """One field of each widget the system draws."""

    text = forms.CharField(
        label=_("What is the difficulty?"),
        max_length=500,
        widget=forms.Textarea,
        help_text=_("In your own words; two sentences are enough."),
    )
    firm = forms.CharField(label=_("Firm"), max_length=120)
    category = forms.ChoiceField(
        label=_("Subject"), choices=[("", "—"), ("FIN", _("Financing")), ("LAB", _("Staff and labour"))]
    )
    urgency = forms.ChoiceField(
        label=_("How soon must something happen?"),
        choices=[("now", _("Today")), ("week", _("This week")), ("month", _("It can wait"))],
        widget=forms.RadioSelect,
    )
    channels = forms.MultipleChoiceField(
        label=_("How may we reach you?"),
        choices=[("phone", _("Telephone")), ("sms", _("Text message")), ("wechat", _("WeChat"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    since = forms.DateField(label=_("Since when?"), required=False)
    amount = forms.DecimalField(label=_("Amount at stake"), required=False)
    papers = forms.FileField(
        label=_("Papers or photographs"), required=False, help_text=_("PDF, Word, Excel or pictures, up to 20 MB each.")
    )
    agree = forms.BooleanField(label=_("My name may be passed on to the department that helps."))


HINTS = {"now": _("Production stands still, money is due today."), "week": _("It would cost us orders or staff.")}


def sample_form(data: dict[str, str] | None = None) -> SampleForm:
    """A form with hints on its radio cards; bound, and with ids of its own, when data is given."""
    form = SampleForm(data, auto_id="failed_%s" if data else "id_%s")
    form.fields["urgency"].choice_hints = HINTS  # type: ignore[attr-defined]
    return form


def sample_rows(now: datetime) -> list[Row]:
    """Five matters: on time, nearly due, late, done, paused; one with a very long name."""
    counted = (
        _("Dispatched 22 April 10:30, an ordinary matter: 5 working days"),
        _("26 April is a make-up working day, so it counts"),
    )
    plan = [
        (
            "2025LG000123",
            "续贷到期前一个月银行要求先还后贷，周转资金断档",
            "深圳市龙岗区横岗街道恒远达精密五金塑胶制品（集团）有限责任公司第二分公司",
            "processing",
            _("Being handled"),
            "区金融工作局",
            "ok",
            _("2 working days left"),
            2,
            "8000000",
            counted,
        ),
        (
            "2025LG000124",
            "厂房消防验收排队",
            "明泽电子",
            "dispatched",
            _("To be signed for"),
            "区住房建设局",
            "amber",
            _("3 hours left"),
            0,
            "0",
            (),
        ),
        (
            "2025LG000118",
            "员工子女入学积分材料被退三次",
            "启航玩具厂",
            "signed",
            _("To be contacted"),
            "区教育局",
            "late",
            _("1 working day late"),
            -1,
            "350000.5",
            (),
        ),
        (
            "2025LG000097",
            "用电增容迟迟没有回音",
            "南联包装",
            "closed",
            _("Closed"),
            "龙岗供电局",
            "done",
            _("Answered in time"),
            -6,
            "10000000",
            (),
        ),
        (
            "2025LG000131",
            "跨境电商退税咨询",
            "八方贸易",
            "awaiting_rating",
            _("To be rated"),
            "区税务局",
            "paused",
            _("On hold until papers arrive"),
            9,
            "120000",
            (),
        ),
    ]
    return [row_of(line, now) for line in plan]


def row_of(line: tuple[Any, ...], now: datetime) -> Row:
    """One matter out of its line: days from now become a date, digits an amount."""
    *words, days, amount, steps = line
    names = ("number", "title", "firm", "stage", "stage_label", "unit", "state", "label")
    given: dict[str, Any] = dict(zip(names, words, strict=True))
    return Row(**given, due_at=now + timedelta(days=days), amount=Decimal(amount), steps=steps)


def sample_events(now: datetime) -> list[Event]:
    """A course as the firm sees it, newest first."""
    return [
        Event(
            now,
            _("The department is working on it"),
            "区金融工作局 · 王科长",
            "已约银行明天上午到厂里面谈，请准备近三个月流水和在手订单。",
            "now",
        ),
        Event(
            now - timedelta(hours=20),
            _("Contacted by telephone"),
            "区金融工作局 · 王科长",
            "了解到贷款 6 月 3 日到期，缺口 800 万元。",
        ),
        Event(now - timedelta(days=1), _("Signed for by the department"), "区金融工作局"),
        Event(now - timedelta(days=2), _("Passed to the department in charge"), "区工商联 · 陈主任"),
        Event(now - timedelta(days=2, hours=3), _("Received"), "横岗亲清驿站 · 小林"),
    ]


def sample_nav(side: str) -> list[Link]:
    """Navigation as each side has it."""
    if side == "firm":
        return [
            Link(_("Home"), "#", "home", True),
            Link(_("Ask for help"), "#", "speak"),
            Link(_("My matters"), "#", "list", count=2),
            Link(_("Me"), "#", "user"),
        ]
    if side == "public":
        return [Link(_("Ask for help"), "#", current=True), Link(_("Stations near me")), Link(_("How it works"))]
    return [
        Link(_("My work"), "#", "inbox", True, 12),
        Link(_("All matters"), "#", "list"),
        Link(_("Overdue"), "#", "warn", count=3),
        Link(_("Firms"), "#", "factory"),
        Link(_("Departments"), "#", "building"),
        Link(_("Figures"), "#", "chart"),
        Link(_("Trail"), "#", "history"),
    ]
