"""1:1s on one's own page."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cycles import queries
from cycles.confer import actions
from cycles.confer.models import CheckIn
from tests.cycles.making import join

from .talks import arrange, fresh, in_days


def titles(person: Any) -> list[str]:
    found = queries.today(person, now=timezone.now()).tasks
    return [task.title for task in found if "alk" in task.title]


def test_a_lead_is_asked_to_talk_before_the_team_meets(people: Any, session: Any) -> None:
    day = f"{session.meets_on:%A}"
    assert titles(people.lead) == [f"Talk with 2 people before {day}"]
    assert titles(people.teacher) == []
    talk = arrange(people.lead, people.member, session)
    assert titles(people.lead) == ["Talk with Malik", f"Talk with Teresa before {day}"]
    assert titles(people.member) == ["Talk with Sam"]
    actions.hold_check_in(talk, is_held=True, by=people.lead, at=timezone.now())
    assert titles(people.lead) == [f"Talk with Teresa before {day}"]
    assert titles(people.member) == []


def test_what_has_no_time_or_no_word_is_asked(people: Any, session: Any) -> None:
    talk = arrange(people.lead, people.teacher, session, days=None)
    assert titles(people.teacher) == ["Find a time to talk with Sam"]
    CheckIn.objects.filter(pk=talk.pk).update(meets_on=in_days(-1, people.school), meets_at="10:00")
    assert titles(people.teacher) == ["Did you talk with Sam?"]
    actions.cancel_check_in(fresh(talk), by=people.lead, at=timezone.now())
    assert titles(people.teacher) == []


def test_from_outside_too(people: Any, ilt_session: Any) -> None:
    arrange(people.leader, people.superintendent, ilt_session)
    assert titles(people.superintendent) == ["Talk with Rosa"]


def test_many_cost_as_much_as_one(people: Any, session: Any, count_queries: Any) -> None:
    arrange(people.lead, people.teacher, session)
    with count_queries() as few:
        queries.today(people.lead, now=timezone.now())
    for number in range(4):
        arrange(people.lead, join(session, f"Member{number}"), session)
    people.team.sessions.update(meets_on=in_days(3, people.school) + timedelta(days=1))
    with count_queries() as many:
        queries.today(people.lead, now=timezone.now())
    assert len(many) == len(few)
