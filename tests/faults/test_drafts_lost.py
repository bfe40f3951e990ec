"""The short version of `drafts.lost`, and proof that it can fail."""

import time
from typing import Any

import pytest

from cycles.prepare.models import DraftKey
from tests.cycles.making import open_cycle, schedule
from tests.faults.drafts_lost import ASKS_TO_STAY, Run, words_lost

pytestmark = pytest.mark.browser


def test_nothing_typed_is_lost(people: Any, live: str, browser: Any) -> None:
    session = schedule(open_cycle(people), people.team)
    assert words_lost(browser, live, session, people.teacher, range(3)) == []


def lost_after_a_reload(browser: Any, people: Any, live: str, *, keeps: bool, **cookies: str) -> list[str]:
    """Typed without a connection, and the page is left although it may ask to stay."""
    session = schedule(open_cycle(people), people.team)
    run = Run(browser, live, session, people.teacher, seed=1)
    run.heedless = True
    run.begin(**cookies)
    page = run.tabs[0]
    page.wait_for_selector("form[data-drafts-read]")
    # nor does a last save, sent while the page goes, come through once the line is mended
    page.route("**/answers/**", lambda route: route.abort())
    run.go_offline()
    run.type()
    until = time.monotonic() + 20
    while page.evaluate(ASKS_TO_STAY) is keeps and time.monotonic() < until:
        page.wait_for_timeout(20)
    run.reload()
    page.unroute("**/answers/**")
    return run.lost()


def test_what_the_device_keeps_comes_back(people: Any, live: str, browser: Any) -> None:
    assert lost_after_a_reload(browser, people, live, keeps=True) == []


def test_a_loss_is_seen(people: Any, live: str, browser: Any) -> None:
    """A shared device keeps nothing."""
    assert lost_after_a_reload(browser, people, live, keeps=False, shared_device="1") == ["word1x0"]
    assert DraftKey.objects.count() == 0
