"""Every page that the door tables know, in a real browser: it fits a phone and a desk, and axe finds nothing.

The browser's guard fails the test where a page writes an error to the console or asks another host for anything.
"""

from typing import Any

import pytest
from django.urls import reverse

from tests.browser import axe, fits
from tests.doors.table import PERSONAS, Row
from tests.test_doors import TABLES, table, things_of

WIDTHS = (360, 1280)


def pages(name: str, people: Any) -> list[tuple[str, str]]:
    """(address, the first persona that is asked in) of every page of one table."""
    module = table(name)
    things = things_of(module, people)
    rows: list[Row] = [row for row in module.ROWS if not (row.post or row.allauth or row.debug) and row.then == 200]
    rows = [row for row in rows if row.public or row.ok]  # some exist in other settings only
    return [(reverse(row.name, kwargs=row.kwargs(things)), visitor(row)) for row in rows if "/" not in row.name]


def visitor(row: Row) -> str:
    return "" if row.public else next(persona for persona in PERSONAS if persona in row.ok)


def is_page(answer: Any) -> bool:
    """A whole page, neither a fragment nor a file nor a stream."""
    return "text/html" in answer.headers["content-type"] and "<html" in answer.text()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", TABLES)
def test_every_page_fits_and_passes_axe(name, people, sign_in, open_context, live):
    browsers: dict[str, Any] = {}
    told = []
    for address, persona in pages(name, people):
        if address.endswith("/stream"):
            continue
        if persona not in browsers:
            browsers[persona] = sign_in(getattr(people, persona)) if persona else open_context().new_page()
        page = browsers[persona]
        if not is_page(page.request.get(address)):
            continue
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        answer = page.goto(address)
        # what was saved since would look lost if Back brought what was first sent
        if page.locator("form[data-autosave]").count() and "no-store" not in answer.headers.get("cache-control", ""):
            told.append(f"{address} saves as one types, and a browser may show it again as it was")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            try:
                fits(page)
                axe(page)
            except AssertionError as wrong:
                told.append(f"{address} as {persona} at {width} px: {str(wrong)[:600]}")
    assert not told, "\n".join(told)
