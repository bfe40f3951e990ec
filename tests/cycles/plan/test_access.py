from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from cycles.plan import access, actions
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from data_imports.models import Packet, PacketVersion
from teams.enums import Role
from teams.models import Appointment, Membership, Person
from tests import moments

from .conftest import give_time

PERSONAS = (
    "leader", "lead", "teacher", "member", "facilitator", "colleague", "superintendent", "partner", "district",
    "steward", "outsider", "other_leader",
)  # fmt: skip


def who(people: Any, scope: Any, session: ReflectionSession) -> set[str]:
    return {name for name in PERSONAS if scope(getattr(people, name)).filter(pk=session.pk).exists()}


def frozen(session: ReflectionSession, profile: str) -> None:
    packet = Packet.objects.create(
        school=session.cycle.school, team=session.team, year=session.cycle.year.name, window="winter"
    )
    session.packet = PacketVersion.objects.create(
        packet=packet, version=1, profile=profile, body="{}", digest="0" * 64, as_of=timezone.now()
    )
    session.save()


def test_a_session_exists_for_its_team_its_leader_and_its_superintendent(people: Any, timed: ReflectionSession) -> None:
    assert who(people, access.visible_sessions, timed) == {"leader", "lead", "teacher", "member", "superintendent"}
    assert who(people, access.editable_sessions, timed) == {"leader", "lead"}
    assert who(people, access.joinable_sessions, timed) == {"leader", "lead", "teacher", "member"}


def test_the_one_who_facilitates_leads_and_the_leader_may_take_over(people: Any, session: ReflectionSession) -> None:
    timed = give_time(session, people, facilitator=people.facilitator, deputy=people.member)
    assert who(people, access.facilitated_sessions, timed) == {"leader", "facilitator", "member"}
    assert "facilitator" in who(people, access.joinable_sessions, timed)


def test_the_ilt_sees_its_session_and_no_team_of_its_own_accord(people: Any, cycle: Cycle) -> None:
    ilt = cycle.sessions.get(team=people.ilt)
    assert who(people, access.visible_sessions, ilt) == {"leader", "lead", "facilitator", "superintendent"}
    assert who(people, access.editable_sessions, ilt) == {"leader", "lead"}


def test_strangers_get_404_and_members_without_the_right_403(people: Any, timed: ReflectionSession) -> None:
    with pytest.raises(Http404):
        access.editable_session(people.outsider, timed.pk)
    with pytest.raises(Http404):
        access.readable_session(people.district, timed.pk)
    with pytest.raises(PermissionDenied):
        access.editable_session(people.teacher, timed.pk)
    with pytest.raises(PermissionDenied):
        access.joinable_session(people.superintendent, timed.pk)
    with pytest.raises(Http404):
        access.readable_session(people.leader, 0)


def test_a_guest_sees_that_session_only_and_not_for_ever(people: Any, cycle: Cycle, timed: ReflectionSession) -> None:
    actions.invite_guest(timed, person=people.partner, sees_packet=False, by=people.leader, at=timezone.now())
    assert set(access.visible_sessions(people.partner)) == {timed}
    assert access.joinable_session(people.partner, timed.pk) == timed
    assert not access.readable_cycles(people.partner).exists()
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=timezone.now() - timedelta(days=29))
    assert access.visible_sessions(people.partner).exists()
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=timezone.now() - timedelta(days=31))
    assert not access.visible_sessions(people.partner).exists()


def test_a_guest_without_any_role_left_is_out(people: Any, timed: ReflectionSession) -> None:
    actions.invite_guest(timed, person=people.partner, sees_packet=True, by=people.leader, at=timezone.now())
    Appointment.objects.filter(person=people.partner).update(ends_on=moments.today() - timedelta(days=1))
    assert not access.visible_sessions(people.partner).exists()


def test_who_left_the_team_is_out_though_once_invited(people: Any, timed: ReflectionSession) -> None:
    Membership.objects.filter(person=people.teacher).update(ends_on=moments.today() - timedelta(days=1))
    assert Invitation.objects.filter(session=timed, person=people.teacher).exists()
    assert not access.visible_sessions(people.teacher).exists()


def test_who_works_in_two_schools_meets_one_at_a_time(people: Any, timed: ReflectionSession) -> None:
    since = moments.today() - timedelta(days=5)
    Appointment.objects.create(person=people.teacher, role=Role.LEADER, school=people.other_school, starts_on=since)
    foreign = actions.open_cycle(people.other_school, term=people.fall, by=people.other_leader, at=timezone.now())
    theirs = foreign.sessions.get(team=people.foreign_team)
    actions.invite_guest(timed, person=people.other_leader, sees_packet=False, by=people.leader, at=timezone.now())

    def seen(at: Any) -> set[ReflectionSession]:
        Person.objects.filter(pk=people.teacher.pk).update(workplace=at)
        return set(access.visible_sessions(Person.objects.get(pk=people.teacher.pk)))

    assert seen(people.school) == {timed}
    assert theirs in seen(people.other_school)
    assert timed not in seen(people.other_school)


@pytest.mark.parametrize(
    ("profile", "readers"),
    [
        ("A", {"leader", "lead", "teacher", "member"}),
        ("B", {"leader", "lead", "teacher", "member", "colleague", "superintendent"}),
        ("C", {"leader", "lead", "teacher", "member", "colleague", "superintendent", "partner"}),
    ],
)
def test_a_packet_is_read_by_those_whom_its_profile_fits(
    people: Any, timed: ReflectionSession, profile: str, readers: set[str]
) -> None:
    for guest in (people.colleague, people.partner):
        actions.invite_guest(timed, person=guest, sees_packet=True, by=people.leader, at=timezone.now())
    frozen(timed, profile)
    assert who(people, access.packet_sessions, timed) == readers
    assert access.awaiting_packet_session(people.partner, timed.pk)[0] == timed


def test_a_guest_without_the_evidence_never_reads_it(people: Any, timed: ReflectionSession) -> None:
    actions.invite_guest(timed, person=people.partner, sees_packet=False, by=people.leader, at=timezone.now())
    frozen(timed, "C")
    with pytest.raises(PermissionDenied):
        access.packet_session(people.partner, timed.pk)
    with pytest.raises(PermissionDenied):
        access.awaiting_packet_session(people.partner, timed.pk)


def test_no_packet_is_403_for_those_who_may(people: Any, timed: ReflectionSession) -> None:
    with pytest.raises(PermissionDenied):
        access.packet_session(people.leader, timed.pk)


def test_the_planner_is_read_by_who_guides_and_changed_by_the_leader(people: Any, cycle: Cycle) -> None:
    assert {name for name in PERSONAS if access.readable_cycles(getattr(people, name)).exists()} == {
        "leader", "lead", "facilitator", "colleague", "superintendent",
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        access.readable_cycle(people.teacher, cycle.pk)
    with pytest.raises(Http404):
        access.readable_cycle(people.outsider, cycle.pk)
    with pytest.raises(PermissionDenied):
        access.editable_cycle(people.superintendent, cycle.pk)
    assert access.editable_cycle(people.leader, cycle.pk) == cycle


def test_an_invitation_is_answered_by_its_person_only(people: Any, timed: ReflectionSession) -> None:
    mine = Invitation.objects.get(session=timed, person=people.teacher)
    assert access.own_invitation(people.teacher, mine.pk) == mine
    with pytest.raises(Http404):
        access.own_invitation(people.leader, mine.pk)
