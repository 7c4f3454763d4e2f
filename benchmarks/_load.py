"""Clients: signed-in people who talk HTTP over one kept connection each."""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


@dataclass
class Client:
    """One browser's worth of HTTP: cookies, one connection, forms with their hidden fields."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Send one request; returns status, body and Location. Raises OSError or HTTPException when cut off."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.connection = None
            raise
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, answer.headers.get("Location", "")

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of a page's main form."""
        status, page, _ = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        main = page[page.index("<main") :] if "<main" in page else page
        fields = (dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(main))
        return {one["name"]: one.get("value", "") for one in fields if "name" in one}

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """Send a form."""
        return self.ask("POST", path, urllib.parse.urlencode(fields))

    def sign_in(self, username: str, password: str) -> None:
        """Sign in; raises RuntimeError when refused."""
        fields = {**self.form("/sign-in/"), "username": username, "password": password}
        status, _, _ = self.post("/sign-in/", fields)
        if status != 302:
            raise RuntimeError(f"{username}: sign-in answered {status}")


def submit(client: Client, hidden: dict[str, str], text: str, key: uuid.UUID) -> tuple[int, str]:
    """Send the intake form with this key; returns status and where it led."""
    words = f"{text} {key}"  # the same words twice within an hour would be one case
    status, _, location = client.post("/cases/new/", {**hidden, "key": str(key), "text": words})
    return status, location


def together(count: int, work: Callable[[int], None]) -> float:
    """Run ``work(0…count-1)`` in as many threads at once; returns the seconds until the last one ended."""
    threads = [threading.Thread(target=work, args=[number]) for number in range(count)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start
