"""Who may listen, asked for everybody at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client

from cycles.meet import access
from cycles.meet.models import Meeting
from teams.models import Membership


@pytest.fixture
def elsewhere(many: Any) -> Any:
    """Do something on another connection, as another process would."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda act, *args, **known: thread.submit(act, *args, **known).result()
        thread.submit(connections.close_all).result()


def listener(person: Any, meeting: Meeting) -> access.Listener:
    client = Client()
    client.force_login(person)
    return access.listener(person, meeting.session, client.cookies["sessionid"].value)


def test_many_cost_as_much_as_one_and_nearly_nothing_while_nothing_is_written(
    many: Any, held: Meeting, elsewhere: Any, django_assert_num_queries: Any
) -> None:
    teacher, member, outsider = (listener(one, held) for one in (many.teacher, many.member, many.outsider))
    with django_assert_num_queries(11):
        assert access.heard_versions({teacher}) == {teacher: 1}
    elsewhere(Session.objects.create, session_key="other", session_data="", expire_date=held.opened_at)
    with django_assert_num_queries(11):
        assert access.heard_versions({teacher, member, outsider}) == {teacher: 1, member: 1}
    with django_assert_num_queries(1):
        assert access.heard_versions({teacher, outsider}) == {teacher: 1}


def test_what_anybody_writes_is_seen_by_the_next_look(many: Any, held: Meeting, elsewhere: Any) -> None:
    teacher, member = listener(many.teacher, held), listener(many.member, held)
    assert access.heard_versions({teacher, member}) == {teacher: 1, member: 1}
    elsewhere(Meeting.objects.filter(pk=held.pk).update, version=7)
    assert access.heard_versions({teacher, member}) == {teacher: 7, member: 7}
    elsewhere(Membership.objects.filter(person=many.teacher).delete)
    assert access.heard_versions({teacher, member}) == {member: 7}
    elsewhere(Session.objects.filter(session_key=member.sign_in).delete)
    assert access.heard_versions({teacher, member}) == {}


def test_what_ends_by_the_clock_ends(many: Any, held: Meeting, elsewhere: Any) -> None:
    teacher = listener(many.teacher, held)
    elsewhere(Session.objects.filter(session_key=teacher.sign_in).update, expire_date=held.opened_at)
    assert access.heard_versions({teacher}) == {}
