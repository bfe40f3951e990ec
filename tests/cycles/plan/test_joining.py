"""The door of many at once is the door of each."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cycles.plan import access, actions
from cycles.plan.models import Pass, ReflectionSession
from teams.models import Appointment, Membership, Person
from tests.cycles.making import join, open_cycle, schedule


def agree(people: Any) -> set[tuple[str, int]]:
    """Who may join what, the same in both ways; by name."""
    everyone = {person.pk: person for person in Person.objects.filter(is_active=True)}
    one_by_one = {(pk, session.pk) for pk, one in everyone.items() for session in access.joinable_sessions(one)}
    assert access.joining(set(ReflectionSession.objects.values_list("pk", flat=True))) == one_by_one
    return {(everyone[person].name, pk) for person, pk in one_by_one}


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


def test_a_substitute_may_join_until_the_meeting_is_over(people: Any, sessions: list[ReflectionSession]) -> None:
    other = ReflectionSession.objects.filter(pk=sessions[2].pk)
    other.update(facilitator=people.teacher, stands_in_for=people.facilitator)
    assert (people.teacher.name, sessions[2].pk) in agree(people)
    other.update(state="met")
    assert (people.teacher.name, sessions[2].pk) not in agree(people)


def test_nobody_may_join_what_is_not_there(people: Any) -> None:
    assert access.joining({999}) == set()
    assert access.joining(set()) == set()


@pytest.mark.parametrize("count", [1, 20])
def test_many_cost_as_much_as_one(
    people: Any, sessions: list[ReflectionSession], count: int, django_assert_num_queries: Any
) -> None:
    pairs = {(join(sessions[0], f"Dana{number}").pk, sessions[0].pk) for number in range(count)}
    for pks in ({sessions[0].pk}, {session.pk for session in sessions}):
        with django_assert_num_queries(7):
            assert access.joining(pks) >= pairs
