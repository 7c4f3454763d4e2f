"""Set-up that every test shares: the database, quick passwords, and a browser for the journeys."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from hypothesis import configuration as hypothesis_configuration
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["tests.cast", "tests.story"]

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_configure() -> None:
    """SQLite in a file, so that threads have connections of their own; passwords hashed as cheaply as possible."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["ZHILIAN_VAR"]) / "test.sqlite3")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    look_for_examples()


def look_for_examples() -> None:
    """Hypothesis keeps its finds in .cache, is in no hurry, and tries the same examples wherever CI=true."""
    hypothesis_configuration.set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
    hypothesis_settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
    hypothesis_settings.load_profile("house")


def is_trouble(line: ConsoleMessage) -> bool:
    """Errors of the console, but not that the server refused something, which journeys may do on purpose."""
    return line.type == "error" and not re.search(r"status of (403|409|422|429)", line.text)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium: $CHROMIUM, else the one of this machine."""
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser profile of its own: ``open_page(phone=True)``, ``open_page(java_script_enabled=False)``.

    Two pages are two people. At the end the test fails if any page wrote an error to its console.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(*, phone: bool = False, **options: object) -> Page:
        size = PHONE if phone else DESK
        given = {"viewport": size, "is_mobile": phone, "has_touch": phone, "locale": "zh-CN", **options}
        context = browser.new_context(timezone_id="Asia/Shanghai", **given)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda line: problems.append(f"{page.url}: {line.text}") if is_trouble(line) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, "the browser's console shows errors:\n" + "\n".join(problems)


@pytest.fixture(scope="session")
def check_accessible() -> Callable[[Page], None]:
    """Fail with axe-core's report if a page shuts somebody out: ``check_accessible(page)``."""

    def check(page: Page) -> None:
        found = Axe().run(page)
        assert not found.violations_count, f"{page.url}\n{found.generate_report()}"

    return check


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Page:
    """A page as wide as a desk's screen."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A page as narrow as a phone."""
    return open_page(phone=True)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Reference rows are remembered per process for a few seconds; each test begins without."""
    from zhilian.core.memory import forget

    forget()
    yield
    forget()
