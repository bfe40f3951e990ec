"""A facilitator goes through the rehearsal by keyboard alone; each face fits a phone and a desk."""

from typing import Any

from django.urls import reverse

from tests.browser import axe, fits, screenshot
from tests.cycles.making import open_cycle, schedule
from tests.cycles.meet.guides.hands import reach

FACES = ("facilitate", "screen", "room")
LOOKED_AT = {0: "before", 9: "write", 14: "grouped", 15: "vote", 18: "chosen", 21: "cause", 30: "after"}


def test_a_team_protocol_by_keyboard_alone(many: Any, sign_in: Any) -> None:
    session = schedule(open_cycle(many), many.team, facilitator=many.facilitator)
    page = sign_in(many.facilitator)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(reverse("cycles:facilitate", args=[session.pk]))
    rehearse = page.get_by_role("link", name="Rehearse it with simulated people")
    reach(rehearse)
    page.keyboard.press("Enter")
    page.locator("#now").wait_for()
    seen = [page.locator("#now-title").inner_text()]
    while page.locator("#rehearsal-next").count():
        # from the place itself: the focus follows, and nothing in a face is on the way
        reach(page.locator("#rehearsal-next"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        seen.append(page.locator("#now-title").inner_text())
        assert page.locator("#now").evaluate("thing => thing === document.activeElement")
    assert (len(seen), seen[0], seen[-1]) == (31, "The room is ready", "The meeting is closed")
    assert page.locator(".rehearsal__face").evaluate("thing => thing.inert")


def test_every_face_fits_and_passes_axe(many: Any, sign_in: Any) -> None:
    session = schedule(open_cycle(many), many.team, facilitator=many.facilitator)
    page = sign_in(many.facilitator)
    for at, name in LOOKED_AT.items():
        for face in FACES:
            page.goto(f"{reverse('cycles:rehearsal', args=[session.pk])}?at={at}&face={face}")
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                fits(page)
                axe(page)
                screenshot(page, f"rehearsal-{at:02}-{name}-{face}-{width}")
