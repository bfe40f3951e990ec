"""Roles and dated relationships, row by row; sources: the matrix and the fixed rules."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from teams import access
from teams.enums import Position, Role
from teams.models import Appointment, Membership, Person, School, Slo, SupervisionLink

EVERYBODY = (
    "leader lead teacher member facilitator colleague superintendent partner district steward outsider other_leader"
).split()


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def end(rows: Any) -> None:
    assert rows.update(ends_on=yesterday())


def who(people: Any, scope: Any, thing: Any) -> set[str]:
    return {name for name in EVERYBODY if thing in scope(getattr(people, name))}


def test_schools(people: Any) -> None:
    staff = {"leader", "lead", "teacher", "member", "facilitator", "colleague"}
    assert who(people, access.visible_schools, people.school) == staff | {"superintendent", "district", "steward"}
    assert who(people, access.known_schools, people.school) == staff | {"superintendent", "district"}
    assert who(people, access.editable_schools, people.school) == {"leader", "district"}
    assert who(people, access.editable_schools, people.other_school) == {"other_leader", "district"}


def test_teams_are_changed_by_leader_and_district_and_tended_by_their_leads(people: Any) -> None:
    assert who(people, access.editable_teams, people.team) == {"leader", "district"}
    assert who(people, access.tended_teams, people.team) == {"leader", "lead", "district"}
    assert who(people, access.tended_teams, people.other_team) == {"leader", "colleague", "district"}


def test_people_and_never_oneself(people: Any) -> None:
    assert who(people, access.editable_people, people.teacher) == {"leader", "district"}
    assert who(people, access.editable_people, people.leader) == {"district"}
    assert who(people, access.editable_people, people.district) == set()
    assert who(people, access.visible_people, people.outsider) == {"outsider", "other_leader", "district"}
    assert who(people, access.visible_people, people.steward) == {"steward", "district"}


def moves_on(people: Any) -> None:
    """Malik leaves for the other school."""
    end(Appointment.objects.filter(person=people.member))
    end(Membership.objects.filter(person=people.member))
    Appointment.objects.create(
        person=people.member, role=Role.STAFF, school=people.other_school, starts_on=timezone.localdate()
    )


def test_who_has_left_stays_their_leaders_to_mend_until_they_work_elsewhere(people: Any) -> None:
    end(Appointment.objects.filter(person=people.colleague))
    end(Membership.objects.filter(person=people.colleague))
    assert who(people, access.editable_people, people.colleague) == {"leader", "district"}
    moves_on(people)
    assert who(people, access.editable_people, people.member) == {"other_leader", "district"}
    assert who(people, access.replaceable_people, people.member) == {"leader", "other_leader", "district"}
    with pytest.raises(PermissionDenied):
        access.editable_person(people.leader, people.member.pk)
    assert access.replaceable_person(people.leader, people.member.pk) == people.member


def test_who_rose_beyond_the_school_is_no_longer_its_leaders_to_edit(people: Any) -> None:
    end(Appointment.objects.filter(person=people.colleague))
    end(Membership.objects.filter(person=people.colleague))
    Appointment.objects.create(person=people.colleague, role=Role.STEWARD, starts_on=timezone.localdate())
    assert who(people, access.editable_people, people.colleague) == {"district"}


def test_a_place_in_a_team_elsewhere_counts_too(people: Any) -> None:
    end(Appointment.objects.filter(person=people.colleague))
    end(Membership.objects.filter(person=people.colleague))
    Membership.objects.create(
        person=people.colleague, team=people.foreign_team, position=Position.MEMBER, starts_on=timezone.localdate()
    )
    assert who(people, access.editable_people, people.colleague) == {"other_leader", "district"}


def test_goals(people: Any) -> None:
    staff = {"leader", "lead", "teacher", "member", "facilitator", "colleague"}
    assert who(people, access.readable_goals, people.goal) == staff | {"superintendent", "district"}
    assert who(people, access.editable_goals, people.goal) == {"leader"}
    School.objects.filter(pk=people.school.pk).update(uses_uip=False)
    assert who(people, access.readable_goals, people.goal) == set()


@pytest.fixture
def slo(people: Any) -> Slo:
    return Slo.objects.create(
        person=people.teacher, school=people.school, year=people.year, team=people.team, course="Math", objective="x"
    )


def test_slos_are_close_to_their_teacher(people: Any, slo: Slo) -> None:
    assert who(people, access.readable_slos, slo) == {"teacher", "lead", "leader", "superintendent", "district"}
    assert who(people, access.counted_slos, slo) == {"teacher", "lead", "leader"}
    assert who(people, access.editable_slos, slo) == {"teacher", "lead", "leader"}
    assert who(people, access.approvable_slos, slo) == {"lead", "leader"}
    School.objects.filter(pk=people.school.pk).update(uses_slo=False)
    assert who(people, access.readable_slos, slo) == set()


def test_a_leader_never_approves_their_own_slo(people: Any, slo: Slo) -> None:
    Slo.objects.filter(pk=slo.pk).update(person=people.leader)
    assert "leader" not in who(people, access.approvable_slos, slo)


def test_supervision(people: Any) -> None:
    assert set(access.supervised_people(people.lead)) == {people.teacher, people.member}
    assert set(access.supervised_people(people.leader)) == set()


@pytest.mark.parametrize("what", ["link", "supervisor", "supervisee"])
def test_supervision_ends_with_the_link_and_with_either_role(people: Any, what: str) -> None:
    rows = {
        "link": SupervisionLink.objects.filter(supervisee=people.teacher),
        "supervisor": Appointment.objects.filter(person=people.lead),
        "supervisee": Appointment.objects.filter(person=people.teacher),
    }
    end(rows[what])
    assert people.teacher not in access.supervised_people(people.lead)


def test_an_ended_role_closes_everything_the_same_day(people: Any) -> None:
    end(Appointment.objects.filter(person=people.leader))
    assert list(access.visible_schools(people.leader)) == []
    assert list(access.visible_people(people.leader)) == [people.leader]
    assert list(access.readable_goals(people.leader)) == []
    assert list(access.member_teams(people.leader)) == []
    with pytest.raises(Http404):
        access.editable_person(people.leader, people.teacher.pk)


def test_a_role_that_has_not_begun_opens_nothing(people: Any) -> None:
    Appointment.objects.filter(person=people.leader).update(starts_on=timezone.localdate() + timedelta(days=1))
    assert list(access.visible_schools(people.leader)) == []


def test_an_ended_membership_ends_leading(people: Any, slo: Slo) -> None:
    end(Membership.objects.filter(person=people.lead))
    end(SupervisionLink.objects.filter(supervisor=people.lead))
    assert list(access.led_teams(people.lead)) == []
    assert who(people, access.readable_slos, slo) == {"teacher", "leader", "superintendent", "district"}


def test_two_schools_are_worked_in_one_at_a_time(people: Any) -> None:
    both = people.teacher
    Appointment.objects.create(
        person=both, role=Role.LEADER, school=people.other_school, starts_on=timezone.localdate()
    )
    both.workplace = people.school
    assert set(access.visible_schools(both)) == {people.school}
    assert list(access.led_schools(both)) == []
    both.workplace = people.other_school
    assert set(access.visible_schools(both)) == {people.other_school}
    assert set(access.led_schools(both)) == {people.other_school}
    assert list(access.member_teams(both)) == []


def test_nobody_grants_what_they_lack(people: Any) -> None:
    grants = [
        (role, school, network)
        for role in Role
        for school, network in (
            (people.school, None),
            (people.other_school, None),
            (None, people.network),
            (None, None),
        )
        if access.may_grant(people.leader, role, school=school, network=network)
    ]
    assert grants == [(Role.LEADER, people.school, None), (Role.STAFF, people.school, None)]
    for name in ("lead", "teacher", "superintendent", "partner", "steward"):
        assert access.grantable_roles(getattr(people, name)) == []


def test_own_role_and_membership_are_not_ones_own_to_change(people: Any) -> None:
    for person in (people.leader, people.district):
        row = Appointment.objects.get(person=person)
        with pytest.raises(PermissionDenied):
            access.changeable_appointment(person, row.pk)
    own = Membership.objects.get(person=people.leader)
    with pytest.raises(PermissionDenied):
        access.changeable_membership(people.leader, own.pk)


def test_a_leader_cannot_end_a_role_that_reaches_beyond_the_school(people: Any) -> None:
    row = Appointment.objects.create(person=people.teacher, role=Role.DISTRICT, starts_on=yesterday())
    with pytest.raises(PermissionDenied):
        access.changeable_appointment(people.leader, row.pk)


def test_the_sign_in_address_opens_the_account(people: Any) -> None:
    assert access.may_set_email(people.leader, people.teacher)
    assert access.may_set_email(people.district, people.teacher)
    assert not access.may_set_email(people.leader, people.leader)
    assert not access.may_set_email(people.lead, people.teacher)
    Appointment.objects.create(person=people.teacher, role=Role.DISTRICT, starts_on=yesterday())
    assert not access.may_set_email(people.leader, people.teacher)
    Person.objects.filter(pk=people.member.pk).update(last_login=timezone.now())
    people.member.refresh_from_db()
    assert not access.may_set_email(people.leader, people.member)


def test_positions_that_lead(people: Any) -> None:
    Membership.objects.filter(person=people.member).update(position=Position.SPECIALIST)
    assert list(access.led_teams(people.member)) == []
    Membership.objects.filter(person=people.member).update(position=Position.LEAD)
    assert list(access.led_teams(people.member)) == [people.team]
