"""What was done to people, roles and teams, and what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from teams import access, actions
from teams.enums import Position, Role
from teams.models import Appointment, AuditEntry, Membership, Person, SupervisionLink


def said(people: Any, by: str = "leader") -> dict[str, Any]:
    return {"by": getattr(people, by), "at": timezone.now()}


def today() -> date:
    return timezone.localdate()


def test_nobody_changes_their_own_role_team_or_evaluator(people: Any) -> None:
    word = said(people)
    own = Appointment.objects.get(person=people.leader)
    place = Membership.objects.get(person=people.leader)
    tries = [
        lambda: actions.give_appointment(people.leader, role="staff", school=people.school, starts_on=today(), **word),
        lambda: actions.end_appointment(own, **word),
        lambda: actions.join_team(people.team, person=people.leader, starts_on=today(), **word),
        lambda: actions.change_position(place, position="lead", **word),
        lambda: actions.leave_team(place, **word),
        lambda: actions.begin_supervision(
            people.school, supervisor=people.leader, supervisee=people.teacher, starts_on=today(), **word
        ),
    ]
    before = list(Appointment.objects.values()) + list(Membership.objects.values())
    for attempt in tries:
        with pytest.raises(actions.OwnRole):
            attempt()
    assert list(Appointment.objects.values()) + list(Membership.objects.values()) == before


@pytest.mark.parametrize(
    ("role", "where"), [("district", None), ("superintendent", "school"), ("leader", "other_school")]
)
def test_nobody_gives_what_is_not_theirs(people: Any, role: str, where: str | None) -> None:
    school = getattr(people, where) if where else None
    with pytest.raises(actions.RoleNotHeld):
        actions.give_appointment(people.teacher, role=role, school=school, starts_on=today(), **said(people))
    assert [row.role for row in Appointment.objects.filter(person=people.teacher)] == [Role.STAFF]


def test_the_end_of_the_last_role_takes_ties_along(people: Any) -> None:
    row = Appointment.objects.get(person=people.teacher)
    actions.end_appointment(row, **said(people))
    assert list(access.workplaces(people.teacher)) == []
    assert not Membership.objects.on().filter(person=people.teacher).exists()
    assert not SupervisionLink.objects.on().filter(supervisee=people.teacher).exists()
    verbs = list(AuditEntry.objects.filter(subject_id=people.teacher.pk).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["role ended", "supervision ended"]


def test_a_planned_end_holds_until_then(people: Any) -> None:
    row = Appointment.objects.get(person=people.teacher)
    actions.end_appointment(row, last_day=today(), **said(people))
    assert list(access.workplaces(people.teacher)) == [people.school]


def test_a_role_that_never_held_goes_away(people: Any) -> None:
    row = actions.give_appointment(
        people.teacher, role="leader", school=people.school, starts_on=today(), **said(people, "district")
    )
    actions.end_appointment(row, **said(people, "district"))
    assert not Appointment.objects.filter(pk=row.pk).exists()


def test_two_leaders_who_end_the_same_role(people: Any) -> None:
    first, second = (Appointment.objects.get(person=people.teacher) for _ in range(2))
    actions.end_appointment(first, **said(people))
    with pytest.raises(actions.StepTaken):
        actions.end_appointment(second, **said(people, "district"))


def test_a_position_changes_from_today_on_and_the_earlier_one_stays(people: Any) -> None:
    row = Membership.objects.select_related("person", "team__school").get(person=people.teacher)
    actions.change_position(row, position=Position.LEAD, **said(people))
    held = Membership.objects.filter(person=people.teacher).order_by("starts_on").values_list("position", "ends_on")
    assert list(held) == [(Position.MEMBER, today() - timedelta(days=1)), (Position.LEAD, None)]


def test_twice_is_refused(people: Any) -> None:
    with pytest.raises(actions.AlreadyThere):
        actions.join_team(people.team, person=people.teacher, starts_on=today(), **said(people))
    with pytest.raises(actions.AlreadyThere):
        actions.give_appointment(people.teacher, role="staff", school=people.school, starts_on=today(), **said(people))
    with pytest.raises(actions.AlreadyThere):
        actions.add_person(people.teacher.email.upper(), name="x", **said(people))


def test_replacing_a_lead(people: Any) -> None:
    last = today() - timedelta(days=1)
    done = actions.replace_person(
        people.lead,
        successor=people.colleague,
        schools=access.editable_schools(people.leader),
        last_day=last,
        **said(people),
    )
    assert (done.roles, done.teams, done.evaluated) == (1, 2, 2)
    assert list(access.workplaces(people.lead)) == []
    assert set(access.led_teams(people.colleague)) == {people.ilt, people.team, people.other_team}
    assert set(access.supervised_people(people.colleague)) == {people.teacher, people.member}
    place = Membership.objects.on().get(team=people.team, person=people.colleague)
    assert place.position == Position.SENIOR_LEAD
    assert list(access.supervised_people(people.lead)) == []


def test_replacing_with_oneself_or_the_same_is_refused(people: Any) -> None:
    schools = access.editable_schools(people.leader)
    with pytest.raises(actions.OwnRole):
        actions.replace_person(people.lead, successor=people.leader, schools=schools, last_day=today(), **said(people))
    with pytest.raises(actions.Refusal):
        actions.replace_person(people.lead, successor=people.lead, schools=schools, last_day=today(), **said(people))


def test_a_successor_is_never_their_own_evaluator(people: Any) -> None:
    actions.replace_person(
        people.lead,
        successor=people.teacher,
        schools=access.editable_schools(people.leader),
        last_day=today() - timedelta(days=1),
        **said(people),
    )
    assert set(access.supervised_people(people.teacher)) == {people.member}


def test_the_first_district_administrator(db: None) -> None:
    person, password = actions.found_district("Dana@Example.org", name="Dana", at=timezone.now())
    assert person.email == "dana@example.org"
    assert person.check_password(password)
    assert access.is_district(person)
    again, other = actions.found_district("dana@example.org", name="Dana", at=timezone.now())
    assert (again.pk, other != password) == (person.pk, True)
    assert Person.objects.count() == Appointment.objects.count() == 1


def test_an_slo_lives_step_by_step(people: Any) -> None:
    slo = actions.write_slo(
        people.teacher,
        school=people.school,
        year=people.year,
        course="Math 4",
        objective="Fractions",
        ahead=3,
        **said(people, "teacher"),
    )
    with pytest.raises(actions.StepTaken):
        actions.approve_slo(slo, **said(people))
    actions.submit_slo(slo, **said(people, "teacher"))
    with pytest.raises(actions.Refusal):
        actions.approve_slo(slo, **said(people, "teacher"))
    actions.approve_slo(slo, **said(people, "lead"))
    with pytest.raises(actions.Refusal):
        actions.edit_slo(slo, course="x", objective="y", team=None, **said(people, "teacher"))
    actions.check_slo(slo, verdict="on_track", note="quiz", **said(people, "teacher"))
    actions.close_slo(slo, result="18 of 20", command_strong=18, **said(people, "teacher"))
    slo.refresh_from_db()
    assert (slo.state, slo.approved_by, slo.midcourse_verdict, slo.command_strong) == (
        "closed",
        people.lead,
        "on_track",
        18,
    )
