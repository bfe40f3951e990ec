"""Queries whose words are made once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from reflection_site.statements import Given, Statement
from teams.models import Appointment, Person

HELD = Statement(
    lambda: (
        Appointment.objects.on(Given("day"))
        .filter(person=Given("person"), school__isnull=False)
        .order_by("pk")
        .values_list("role", "starts_on", "person__is_active", "school__name")
    )
)


def as_asked(person: Person, day: Any) -> list[Any]:
    found = Appointment.objects.on(day).filter(person=person, school__isnull=False).order_by("pk")
    return list(found.values_list("role", "starts_on", "person__is_active", "school__name"))


def test_it_answers_as_the_query_does(people: Any) -> None:
    today, long_ago = timezone.localdate(), timezone.localdate() - timedelta(days=20_000)
    for person in (people.leader, people.teacher, people.district):
        for day in (today, long_ago):
            assert HELD.rows(person=person.pk, day=day) == as_asked(person, day)
    assert [row[0] for row in HELD.rows(person=people.leader.pk, day=today)] == ["leader"]


def test_its_words_are_made_once(people: Any) -> None:
    made: list[int] = []

    def names() -> Any:
        made.append(1)
        return Person.objects.filter(pk=Given("person")).values_list("name")

    statement = Statement(names)
    assert statement.rows(person=people.teacher.pk) == [(people.teacher.name,)]
    assert statement.rows(person=people.lead.pk) == [(people.lead.name,)]
    assert len(made) == 1


def test_what_is_not_given_is_refused(people: Any) -> None:
    with pytest.raises(KeyError):
        HELD.rows(person=people.leader.pk)
