"""A refused line keeps what was typed, shows how it stands now, and lets the next press mean it."""

import re
from typing import Any

import pytest

from cycles.confer import actions
from cycles.plan.models import ReflectionSession
from tests.cycles.making import join

from .test_pages import post
from .test_raising import MORE, agree, ask, begin, line, version, word

TYPED = "A slower week before the tests"


@pytest.fixture
def large(people: Any, session: ReflectionSession) -> ReflectionSession:
    for name in MORE:
        join(session, name)
    return session


def written(session: ReflectionSession, by: Any, other: Any, seen: int) -> Any:
    return post(by, f"/sessions/{session.pk}/raise/{other.pk}/write/", {"text": TYPED, "version": seen})


def test_the_next_press_means_it(people: Any, large: ReflectionSession) -> None:
    ask(large, people.lead, people.teacher)
    answer = written(large, people.teacher, people.lead, 0)
    html = answer.content.decode()
    assert (answer.status_code, html.count(TYPED)) == (422, 1)
    shown = re.search(r'name="version" value="(\d+)"', html)
    assert shown is not None
    assert written(large, people.teacher, people.lead, int(shown[1])).status_code == 302
    assert line(large, people.lead, people.teacher).slip.asked == TYPED


def test_a_lead_who_is_too_late_keeps_the_words(people: Any, large: ReflectionSession) -> None:
    word(large, people.lead, people.teacher)
    seen = version(large, people.lead, people.teacher)
    agree(large, people.lead, people.teacher)
    answer = written(large, people.lead, people.teacher, seen)
    assert (answer.status_code, TYPED in answer.content.decode()) == (422, True)
    begin(people, large)
    answer = written(large, people.lead, people.teacher, seen)
    assert (answer.status_code, TYPED in answer.content.decode()) == (422, True)
    with pytest.raises(actions.MeetingBegun):
        word(large, people.lead, people.teacher)
