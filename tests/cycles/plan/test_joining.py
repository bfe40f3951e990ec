"""The door of many at once is the door of each."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from cycles.plan import access, actions
from cycles.plan.models import Pass, ReflectionSession
from teams.models import Appointment, Membership, Person
from tests.cycles.making import join, open_cycle, schedule
from tests.doors.table import PERSONAS


def agree(people: Any) -> set[tuple[str, int]]:
    """Who may join what, the same in both ways; by name."""
    everyone = Person.objects.filter(pk__in=[getattr(people, name).pk for name in PERSONAS])
    sessions = list(ReflectionSession.objects.values_list("pk", flat=True))
    let_in = {person.pk: access.joinable_sessions(person) for person in everyone if person.is_active}
    one_by_one = {(pk, session.pk) for pk, joinable in let_in.items() for session in joinable}
    assert access.joining(set(product((person.pk for person in everyone), sessions))) == one_by_one
    return {(person.name, pk) for person in everyone for pk in sessions if (person.pk, pk) in one_by_one}


@pytest.fixture
def sessions(people: Any) -> list[ReflectionSession]:
    """The team's, the ILT's, another team's, and one at the other school."""
    here, there = open_cycle(people), open_cycle(people, people.other_school)
    found = [schedule(here, team, facilitator=people.facilitator) for team in (people.team, people.ilt)]
    return [*found, schedule(here, people.other_team), schedule(there, people.foreign_team)]


def test_many_at_once_are_let_in_as_each_is(people: Any, sessions: list[ReflectionSession]) -> None:
    joined = agree(people)
    assert {pk for name, pk in joined if name == people.teacher.name} == {sessions[0].pk}
    assert {name for name, pk in joined if pk == sessions[3].pk} == {people.outsider.name, people.other_leader.name}


def test_so_they_are_when_something_has_changed(people: Any, sessions: list[ReflectionSession]) -> None:
    team, ilt, other, _ = sessions
    actions.invite_guest(team, person=people.partner, sees_packet=False, by=people.leader, at=timezone.now())
    actions.invite_guest(other, person=people.partner, sees_packet=False, by=people.leader, at=timezone.now())
    ReflectionSession.objects.filter(pk=other.pk).update(deputy=people.colleague)
    assert {pk for name, pk in agree(people) if name == people.partner.name} == {team.pk, other.pk}
    yesterday = timezone.localdate() - timedelta(days=1)
    Pass.objects.filter(session=other).update(ends_on=yesterday)
    Membership.objects.filter(person=people.teacher).update(ends_on=yesterday)
    Person.objects.filter(pk=people.member.pk).update(is_active=False)
    Appointment.objects.filter(person=people.leader).delete()
    leads = {"school": people.other_school, "role": "leader", "starts_on": yesterday}
    Appointment.objects.create(person=people.facilitator, **leads)
    Person.objects.filter(pk=people.facilitator.pk).update(workplace=people.other_school)
    joined = agree(people)
    gone = {people.teacher.name, people.member.name, people.leader.name}
    assert {name for name, _ in joined} & gone == set()
    assert {pk for name, pk in joined if name == people.partner.name} == {team.pk}
    assert {pk for name, pk in joined if name == people.facilitator.name} == {sessions[3].pk}
    team.cycle.closed_at = timezone.now() - timedelta(days=access.GUEST_DAYS + 1)
    team.cycle.save()
    assert {pk for name, pk in agree(people) if name == people.partner.name} == set()
    assert ilt.pk in {pk for _, pk in joined}


def test_nobody_may_join_what_is_not_there(people: Any) -> None:
    assert access.joining({(people.teacher.pk, 999), (999, 999)}) == set()
    assert access.joining(set()) == set()


@pytest.mark.parametrize("count", [1, 20])
def test_many_cost_as_much_as_one(
    people: Any, sessions: list[ReflectionSession], count: int, django_assert_num_queries: Any
) -> None:
    pairs = {(join(sessions[0], f"Dana{number}").pk, sessions[0].pk) for number in range(count)}
    with django_assert_num_queries(4):
        assert access.joining(pairs) == pairs
    guests = {(people.partner.pk, session.pk) for session in sessions}
    with django_assert_num_queries(6):
        assert access.joining(pairs | guests) == pairs
