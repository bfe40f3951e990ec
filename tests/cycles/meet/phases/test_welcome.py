from typing import Any

import pytest
from django.utils import timezone, translation

from cycles.meet import actions, phases
from cycles.meet.enums import Face
from cycles.meet.phases.base import Seat
from cycles.meet.queries import worded


def seat(people: Any, face: Face = Face.ROOM) -> Seat:
    return Seat(person=people.teacher, face=face, may_write=True, may_lead=False)


def test_a_team_answers_three_questions_and_the_ilt_a_fourth(people: Any, meeting: Any, ilt_session: Any) -> None:
    show = phases.kind("welcome").show
    assert len(show(meeting, seat(people)).questions) == 3
    ilt = actions.open_meeting(ilt_session, by=people.leader, at=timezone.now())
    assert len(show(ilt, seat(people)).questions) == 4


def test_it_asks_only_whether_anything_was_said_or_raised_before(
    people: Any, meeting: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        phases.kind("welcome").show(meeting, seat(people))


@pytest.mark.parametrize(("language", "title"), [("en", "Welcome"), ("es", "Bienvenida")])
def test_a_protocol_speaks_both_languages(meeting: Any, language: str, title: str) -> None:
    with translation.override(language):
        assert worded(meeting.phase, "title") == title


def test_the_end_of_year_opens_with_the_commitments(db: None) -> None:
    from cycles.meet.models import Phase

    kinds = Phase.objects.filter(protocol__kind="ilt_end_of_year").order_by("position").values_list("kind", flat=True)
    assert list(kinds[:2]) == ["welcome", "commitments"]
