"""What long stories need: a clock that stands where the test puts it, and people who sit down at a browser."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from tests.cast import Cast, moment
from zhilian.cases.models import Case


class StandingClock:
    """The time of the server, which passes only when told; its thread shares the process of the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
        self.monkeypatch = monkeypatch
        self.now = self.at(text)

    def at(self, text: str) -> datetime:
        """Put the clock to this moment of Shenzhen's."""
        self.now = moment(text)
        self.monkeypatch.setattr(timezone, "now", lambda: self.now)
        return self.now


def seated(page: Page, address: str, cast: Cast, who: str, path: str = "/home/") -> Page:
    """The page with this person signed in, at ``path``; after an hour's leap of the clock they sit down again."""
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": cast.client(who).cookies[name].value, "url": address}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{address}{path}")
    return page


def fits(page: Page) -> bool:
    """Whether nothing sticks out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


class Walk:
    """One case on its way, everybody with a browser of their own, and the clock."""

    def __init__(self, cast: Cast, address: str, open_page: Callable[..., Page], clock: StandingClock, case: Case):
        self.cast, self.address, self.open_page, self.clock, self.case = cast, address, open_page, clock, case
        self.path = f"/cases/{case.number}/"
        self.pages: dict[str, Page] = {}

    def sees(self, who: str, path: str = "", *, phone: bool = False) -> Page:
        """The page of the case, or another, as this person sees it now."""
        page = self.pages.get(who) or self.pages.setdefault(who, self.open_page(phone=phone))
        return seated(page, self.address, self.cast, who, path or self.path)

    def taken(self, who: str, link: str) -> str:
        """The name of a paper that this person takes out."""
        with self.pages[who].expect_download() as download:
            self.pages[who].locator(f'a[href$="{link}"]').click()
        return download.value.suggested_filename
