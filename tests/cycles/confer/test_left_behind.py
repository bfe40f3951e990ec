"""A line that was agreed and could not be raised: its two are told, and nobody else is."""

from typing import Any

import pytest
from django.utils import timezone

from cycles import queries as cycles_queries
from cycles.confer import actions, queries
from cycles.confer.models import RaisedLine
from cycles.plan.models import ReflectionSession
from teams.models import Membership, Notice
from tests.cycles.making import join, schedule

from .test_pages import page, post
from .test_raising import CANARY, agree, begin, version, word


@pytest.fixture
def ilt(people: Any, cycle: Any, session: ReflectionSession) -> ReflectionSession:
    """The ILT's meeting; a line of the teacher's small team was agreed for it, and then people left the other one."""
    other, ilt = schedule(cycle, people.other_team), schedule(cycle, people.ilt, facilitator=people.facilitator)
    join(session, "Abe")
    gone = [join(other, name) for name in ("Bea", "Cal", "Dee")]
    word(session, people.lead, people.teacher)
    agree(session, people.lead, people.teacher)
    Membership.objects.filter(person__in=gone).delete()
    return ilt


def titles(person: Any) -> list[str]:
    return [task.title for task in cycles_queries.today(person, now=timezone.now()).tasks]


def test_nothing_is_said_before_the_ilt_meets(people: Any, session: ReflectionSession, ilt: ReflectionSession) -> None:
    assert queries.raise_page(session, people.teacher).left_behind == ()
    assert "A line was not raised" not in titles(people.teacher) + titles(people.lead)


def test_its_two_are_told_and_nobody_else(people: Any, session: ReflectionSession, ilt: ReflectionSession) -> None:
    begin(people, ilt)
    assert RaisedLine.objects.count() == 0
    for person, found in ((people.teacher, True), (people.lead, True), (people.member, False)):
        assert ("A line was not raised" in titles(person)) is found
        assert (CANARY in page(person, f"/sessions/{session.pk}/raise/").content.decode()) is found
    assert not Notice.objects.filter(kind__contains="raise").exists()


def test_its_member_puts_it_away(people: Any, session: ReflectionSession, ilt: ReflectionSession) -> None:
    begin(people, ilt)
    address = f"/sessions/{session.pk}/raise/{people.lead.pk}/decline/"
    assert post(people.teacher, address, {"version": version(session, people.lead, people.teacher)}).status_code == 302
    assert "A line was not raised" not in titles(people.teacher) + titles(people.lead)
    with pytest.raises(actions.LineNotOffered):
        word(session, people.lead, people.teacher)


def test_what_was_raised_is_not_left_behind(people: Any, session: ReflectionSession) -> None:
    for name in ("Abe", "Bea", "Cal", "Dee"):
        join(session, name)
    word(session, people.lead, people.teacher)
    agree(session, people.lead, people.teacher)
    begin(people, session)
    assert queries.raised_lines(session) == (CANARY,)
    assert "A line was not raised" not in titles(people.teacher)
    assert queries.raise_page(session, people.teacher).left_behind == ()
