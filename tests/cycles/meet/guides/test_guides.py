"""The guide's protocols, whole, each by a group of eight in eight browsers. What they look like is kept as pictures.

One is gone through by keyboard alone, one on phones of 360 px, one in Spanish; in every step all three faces are
checked by axe and must fit their window.
"""

from collections.abc import Callable
from typing import Any

import pytest

from cycles.meet.enums import CardKind
from cycles.plan.models import ReflectionSession
from teams.enums import CycleKind
from tests.cycles import agreeing
from tests.cycles.making import join, open_cycle, schedule
from tests.cycles.meet.conftest import fresh

from .hands import Keyboard, Pointer
from .walk import Walk

TEAM = "welcome goals packet progress growth causes action_steps parked questions close".split()
ILT = "welcome briefs goals packet progress growth causes action_steps parked questions close".split()
WALL, DESK, PHONE = (1920, 1080), (1280, 900), (360, 740)

Go = Callable[..., Walk]


@pytest.fixture
def go(sign_in: Any) -> Go:
    """Go through a session's whole protocol."""

    def walk(
        name: str, session: ReflectionSession, crowd: list[Any], hands: Pointer, desk: tuple[int, int] = DESK
    ) -> Walk:
        facilitator, *others = crowd
        pages = [sign_in(person) for person in (facilitator, others[0], *others[:6])]
        for page, (width, height) in zip(pages, (desk, WALL, *[PHONE] * 6), strict=True):
            page.set_viewport_size({"width": width, "height": height})
        found = Walk(name, session, pages, hands)
        found.run(lambda: str(fresh(session).phase.kind))
        return found

    return walk


def crowd_of(session: ReflectionSession, people: Any) -> list[Any]:
    """Who comes: the facilitator, the team, and as many more as make seven people."""
    asked = [one.person for one in session.invitations.select_related("person").exclude(person=people.facilitator)]
    return [people.facilitator, *asked, *(join(session, f"Person{number}") for number in range(6 - len(asked)))]


def team_session(people: Any) -> ReflectionSession:
    return _long(schedule(open_cycle(people), people.team, facilitator=people.facilitator))


def ilt_session(people: Any, kind: CycleKind = CycleKind.MID_YEAR) -> ReflectionSession:
    return _long(schedule(open_cycle(people, kind=kind), people.ilt, facilitator=people.facilitator))


def _long(session: ReflectionSession) -> ReflectionSession:
    """With time for every step."""
    session.minutes = 90
    session.save(update_fields=["minutes"])
    return session


def test_the_ilt_in_winter(many: Any, go: Go) -> None:
    session = ilt_session(many)
    walk = go("ilt", session, crowd_of(session, many), Pointer())
    assert walk.kinds == ILT


def test_a_team_by_keyboard_alone(many: Any, go: Go) -> None:
    session = team_session(many)
    walk = go("keyboard", session, crowd_of(session, many), Keyboard())
    assert walk.kinds == TEAM


def test_a_team_on_phones_of_360_px(many: Any, go: Go) -> None:
    session = team_session(many)
    walk = go("phones", session, crowd_of(session, many), Pointer(), PHONE)
    assert walk.kinds == TEAM


def test_the_ilt_in_spring_in_spanish(many: Any, go: Go) -> None:
    """It opens with what became of the fall's commitments."""
    fall = ilt_session(many)
    meeting = agreeing.begin(fall)
    agreeing.step(fall, many.leader, text="Visit every team's planning once a month")
    agreeing.card(meeting, many.lead, CardKind.PARKED, text="The copier")
    agreeing.end(fall)
    spring = ilt_session(many, CycleKind.END_OF_YEAR)
    spring.follows = fall
    spring.save(update_fields=["follows"])
    crowd = crowd_of(spring, many)
    type(many.lead).objects.filter(pk__in=[person.pk for person in crowd]).update(language="es")
    walk = go("spanish", spring, crowd, Pointer())
    assert walk.kinds == [ILT[0], "commitments", *ILT[1:]]
    assert walk.desk.locator("html").get_attribute("lang") == "es"
