"""Browsers that fail a test when a page misbehaves. Fixtures and helpers; see `conftest.py`.

`sign_in(person)` opens a browser context of its own for a person and returns its page; `page` is nobody's. Every
context watches for console errors (refusals of the content policy among them), uncaught errors and requests to
another host; what it saw fails the test at its end.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

OUTPUT = Path(__file__).resolve().parent.parent / "test-output"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# without a display the address bar's two popups are still drawn, for each window anew: a third of all a browser does.
# The rest is what Playwright leaves out itself, because the last list counts.
_LEFT_OUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "PreloadTopChromeWebUI",
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "TcpPortRandomizationWin", "ThirdPartyStoragePartitioning",
)  # fmt: skip
QUIET = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-gpu", f"--disable-features={','.join(_LEFT_OUT)}",
]  # fmt: skip
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# milliseconds: a machine with much else to do is slow, and who waits for what comes loses nothing
_PATIENCE = 40_000
# for a page's init script: what would be waited for at most for long is waited for at most for a moment
SOON = "(() => { const wait = AbortSignal.timeout; AbortSignal.timeout = () => wait.call(AbortSignal, 1500); })()"
# what Chromium and htmx log for an answer that a test may well want (422, 403, 404, 409)
_EXPECTED = re.compile(
    r"Failed to load resource: the server responded with a status of 4\d\d|Response Status Error Code 4\d\d from"
)


def chromium() -> str | None:
    """The Chromium of this machine: CHROMIUM, else one on the PATH."""
    if named := os.environ.get("CHROMIUM"):
        return named
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {"executable_path": chromium(), "args": [*QUIET, *root]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "en-US", "timezone_id": "America/Denver", "viewport": {"width": 1280, "height": 800}}


class Guard:
    """What the pages of a test did that no page of ours may do."""

    def __init__(self, home: str) -> None:
        self.home = urlsplit(home).netloc
        self.seen: list[str] = []

    def watch(self, context: Any) -> None:
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"uncaught: {error.error}"))

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.home:
            self.seen.append(f"asked another host: {request.url}")

    def _console(self, message: Any) -> None:
        if message.type == "error" and not _EXPECTED.search(message.text):
            self.seen.append(f"console: {message.text}")


@pytest.fixture
def guard(live: str) -> Iterator[Guard]:
    """Fails the test at its end with everything that its pages did wrong."""
    watching = Guard(live)
    yield watching
    assert watching.seen == [], watching.seen


@pytest.fixture
def open_context(guard: Guard, live: str, new_context: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a guarded browser context; takes what Playwright's `new_context` takes."""

    from playwright.sync_api import expect

    expect.set_options(timeout=_PATIENCE)

    def make(**options: Any) -> Any:
        context = new_context(base_url=live, **options)
        context.set_default_timeout(_PATIENCE)
        guard.watch(context)
        return context

    return make


@pytest.fixture
def page(open_context: Callable[..., Any]) -> Any:
    """A page of nobody's, guarded."""
    return open_context().new_page()


@pytest.fixture
def sign_in(open_context: Callable[..., Any], live: str) -> Callable[..., Any]:
    """`sign_in(person, **options)`: a page in a browser of that person's own, signed in, on no address yet."""
    from django.conf import settings
    from django.test import Client

    def enter(person: Any, **options: Any) -> Any:
        client = Client()
        client.force_login(person)
        context = open_context(**options)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])
        return context.new_page()

    return enter


def until(page: Any, found: Callable[[], bool]) -> None:
    """Waits until it is so; fails where it never is."""
    end = time.monotonic() + _PATIENCE / 1000
    while not (so := found()) and time.monotonic() < end:
        page.wait_for_timeout(20)
    assert so


def open_link(page: Any, link: Any) -> None:
    """Presses a link, and waits for the page behind it."""
    with page.expect_navigation():
        link.click()


def axe(page: Any) -> None:
    """No violation of WCAG 2.2 AA on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _WCAG}, "resultTypes": ["violations"]})
    told = [f"{v['id']}: {v['help']} at {[n['target'] for n in v['nodes']][:4]}" for v in found.response["violations"]]
    assert told == [], page.url


def fits(page: Any) -> None:
    """The page does not scroll sideways at the width it has."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide at {page.viewport_size['width']} px"


def screenshot(page: Any, name: str) -> Path:
    """Keep the whole page, as on a screen that is tall enough for it, as `test-output/<name>.png`."""
    page.wait_for_load_state()
    OUTPUT.mkdir(exist_ok=True)
    path, size = OUTPUT / f"{name}.png", page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    page.screenshot(path=path)
    page.set_viewport_size(size)
    return path


def look(page: Any, name: str, *widths: int) -> None:
    """It fits, axe finds nothing and a picture is kept: as the page stands, else at each of `widths`."""
    size = page.viewport_size
    page.wait_for_timeout(150)
    for width in widths or (size["width"],):
        page.set_viewport_size({"width": width, "height": size["height"]})
        fits(page)
        screenshot(page, f"{name}-{width}" if widths else name)
        axe(page)
    page.set_viewport_size(size)
