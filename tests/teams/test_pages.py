"""What people see and change on the pages; lists counted with one row and with many."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams import actions, handover, outbox
from teams.enums import Role
from teams.models import (
    Appointment,
    Challenge,
    Checkpoint,
    Expectation,
    ImplementationBenchmark,
    InterimMeasure,
    Membership,
    Person,
    RootCause,
    SchoolYear,
    Slo,
    SupervisionLink,
    Team,
    Term,
    UipGoal,
)


def enter(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def many_staff(people: Any, count: int) -> None:
    today = timezone.localdate()
    for number in range(count):
        person = Person.objects.create_user(email=f"many{number}@example.org", name=f"Many {number:02}")
        Appointment.objects.create(person=person, role=Role.STAFF, school=people.school, starts_on=today)
        Membership.objects.create(person=person, team=people.team, starts_on=today)
        SupervisionLink.objects.create(supervisor=people.lead, supervisee=person, school=people.school, starts_on=today)


def many_places(people: Any, count: int) -> None:
    today = timezone.localdate()
    for number in range(count):
        Team.objects.create(school=people.school, kind="teacher", name=f"Team {number}")
        days = {"starts_on": today, "ends_on": today + timedelta(days=9)}
        Term.objects.create(year=people.year, school=people.school, name=f"Q{number}", **days)


def many_goals(people: Any, count: int) -> None:
    for number in range(count):
        UipGoal.objects.create(school=people.school, year=people.year, title=f"Goal {number}", owner=people.lead)
        Slo.objects.create(
            person=people.member, school=people.school, year=people.year, course=f"C{number}", objective=f"O{number}"
        )


def many_parts(people: Any, count: int) -> None:
    today = timezone.localdate()
    for number in range(count):
        challenge = Challenge.objects.create(school=people.school, text=f"Challenge {number}")
        challenge.goals.add(people.goal)
        cause = RootCause.objects.create(school=people.school, text=f"Cause {number}")
        cause.challenges.add(challenge)
        measure = InterimMeasure.objects.create(goal=people.goal, metric=f"M{number}")
        benchmark = ImplementationBenchmark.objects.create(goal=people.goal, text=f"B{number}")
        Checkpoint.objects.create(measure=measure, due_on=today, expected="more")
        Checkpoint.objects.create(benchmark=benchmark, due_on=today, expected="all")


@pytest.mark.parametrize(
    ("address", "thing", "more"),
    [
        ("people", "", many_staff),
        ("person", "lead", many_staff),
        ("person-replacement", "lead", many_staff),
        ("team", "team", many_staff),
        ("schools", "", many_places),
        ("school", "school", many_places),
        ("goals", "", many_goals),
        ("goal", "goal", many_parts),
        ("setup", "", many_staff),
        ("audit", "", many_staff),
    ],
)
def test_lists_cost_the_same_with_many_rows(
    people: Any, client: Client, count_queries: Any, address: str, thing: str, more: Any
) -> None:
    enter(client, people.leader)
    url = reverse(f"teams:{address}", args=[getattr(people, thing).pk] if thing else [])
    more(people, 1)
    client.get(url)
    with count_queries() as few:
        assert client.get(url).status_code == 200
    Person.objects.filter(email__startswith="many").delete()
    Challenge.objects.all().delete()
    InterimMeasure.objects.all().delete()
    ImplementationBenchmark.objects.all().delete()
    UipGoal.objects.filter(title__startswith="Goal ").delete()
    Slo.objects.all().delete()
    Team.objects.filter(name__startswith="Team ").delete()
    Term.objects.filter(name__startswith="Q").delete()
    more(people, 12)
    with count_queries() as lots:
        assert client.get(url).status_code == 200
    assert len(lots) == len(few)


def test_search_finds_by_name_team_and_role(people: Any, client: Client) -> None:
    enter(client, people.leader)
    url = reverse("teams:people")

    def found(**asked: Any) -> set[str]:
        return {row.name for row in client.get(url, asked).context["shown"].rows}

    assert found(search="teresa") == {people.teacher.name}
    assert found(team=people.team.pk) == {people.lead.name, people.teacher.name, people.member.name}
    assert found(role="leader") == {people.leader.name}
    assert people.outsider.name not in found()


def test_adding_a_person_gives_them_a_way_in(people: Any, client: Client, mailoutbox: Any) -> None:
    enter(client, people.leader)
    asked = {"name": "Nia Ruiz", "email": "Nia@Example.org", "language": "es", "role": "staff"}
    refused = client.post(reverse("teams:person-add"), asked)
    assert refused.status_code == 422
    client.post(reverse("teams:person-add"), asked | {"school": people.school.pk})
    nia = Person.objects.get(email="nia@example.org")
    assert (nia.language, nia.has_usable_password()) == ("es", False)
    outbox.send_due(timezone.now)
    assert [mail.to for mail in mailoutbox] == [["nia@example.org"]]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body


@pytest.mark.parametrize("who", ["leader", "district"])
def test_a_form_lays_out_the_fields_that_it_has(people: Any, client: Client, caplog: Any, who: str) -> None:
    enter(client, getattr(people, who))
    for address in (reverse("teams:person-new"), reverse("teams:person", args=[people.teacher.pk])):
        assert client.get(address).status_code == 200
    assert caplog.messages == []


def test_a_leader_cannot_give_the_district_role(people: Any, client: Client) -> None:
    enter(client, people.leader)
    url = reverse("teams:appointment-give", args=[people.teacher.pk])
    for role, school in (("district", ""), ("staff", people.other_school.pk), ("superintendent", people.school.pk)):
        answer = client.post(url, {"role": role, "school": school, "starts_on": "2026-01-01"})
        assert answer.status_code == 422
    assert Appointment.objects.filter(person=people.teacher).count() == 1


def test_a_leader_cannot_take_over_an_account(people: Any, client: Client) -> None:
    Person.objects.filter(pk=people.teacher.pk).update(last_login=timezone.now())
    enter(client, people.leader)
    url = reverse("teams:person-edit", args=[people.teacher.pk])
    client.post(url, {"name": "Teresa N.", "email": "leader.takes@example.org", "is_active": "on"})
    people.teacher.refresh_from_db()
    assert people.teacher.name == "Teresa N."
    assert people.teacher.email != "leader.takes@example.org"


def test_who_evaluates_is_not_told_to_colleagues(people: Any, client: Client) -> None:
    url = reverse("teams:person", args=[people.teacher.pk])
    assert "Evaluated by" in text(enter(client, people.leader).get(url))
    assert "Evaluated by" in text(enter(client, people.teacher).get(url))
    for person in (people.member, people.superintendent, people.facilitator):
        page = text(enter(client, person).get(url))
        assert "Evaluated by" not in page
        assert people.lead.name not in page


def test_replacing_on_the_page(people: Any, client: Client) -> None:
    enter(client, people.leader)
    last_day = timezone.localdate() - timedelta(days=1)
    asked = {"successor": people.colleague.pk, "last_day": last_day.isoformat()}
    preview = text(client.get(reverse("teams:person-replacement", args=[people.lead.pk]), asked))
    assert "Grade 4 (Senior team lead)" in preview
    assert f"{people.member.name}, {people.teacher.name}" in preview
    answer = client.post(reverse("teams:person-replace", args=[people.lead.pk]), asked)
    assert answer["Location"] == reverse("teams:person", args=[people.colleague.pk])
    assert not Appointment.objects.on().filter(person=people.lead).exists()


def test_a_person_in_two_schools_switches(people: Any, client: Client) -> None:
    Appointment.objects.create(
        person=people.teacher, role=Role.STAFF, school=people.other_school, starts_on=timezone.localdate()
    )
    enter(client, people.teacher)
    client.post(reverse("teams:workplace-choose"), {"school": people.other_school.pk})
    assert client.get(reverse("teams:school", args=[people.school.pk])).status_code == 404
    assert client.get(reverse("teams:school", args=[people.other_school.pk])).status_code == 200
    refused = client.post(reverse("teams:workplace-choose"), {"school": 0})
    assert refused.status_code == 422


def test_a_goal_may_be_one_line_or_a_whole_plan(people: Any, client: Client) -> None:
    enter(client, people.leader)
    url = reverse("teams:goal", args=[people.goal.pk])
    assert "How the plan hangs together" not in text(client.get(url))

    def add(kind: str, **asked: Any) -> int:
        return client.post(reverse("teams:goal-part-add", args=[people.goal.pk, kind]), asked).status_code

    assert add("cause", text="No time to plan together") == 422
    assert add("challenge", text="Few finish the year on grade level") == 302
    assert add("cause", text="No time to plan together", challenges=[Challenge.objects.get().pk]) == 302
    assert add("strategy", text="Weekly planning", root_causes=[RootCause.objects.get().pk]) == 302
    assert add("measure", metric="i-Ready") == 302
    checkpoint = {"of": f"measure-{InterimMeasure.objects.get().pk}", "due_on": "2027-01-10", "expected": "45%"}
    assert add("checkpoint", **checkpoint) == 302
    record = reverse("teams:checkpoint-record", args=[people.goal.pk, Checkpoint.objects.get().pk])
    assert client.post(record, {"found": "47%", "verdict": "on_track"}).status_code == 302
    page = text(client.get(url))
    for words in ("How the plan hangs together", "explains: Few finish", "removes: No time", "47%", "On track"):
        assert words in page
    assert client.get(reverse("teams:goal-part", args=[people.goal.pk, "strategy", 999])).status_code == 404


def test_counts_of_students_stay_close_to_their_teacher(people: Any, client: Client) -> None:
    slo = actions.write_slo(
        people.teacher,
        school=people.school,
        year=people.year,
        course="Math 4",
        objective="Fractions",
        by=people.teacher,
        at=timezone.now(),
        ahead=739,
    )
    url = reverse("teams:slo", args=[slo.pk])
    assert "739" in text(enter(client, people.teacher).get(url))
    assert "739" in text(enter(client, people.lead).get(url))
    for person in (people.superintendent, people.district):
        assert "739" not in text(enter(client, person).get(url))


def test_what_a_school_does_not_use_is_off(people: Any, client: Client) -> None:
    enter(client, people.leader)
    url = reverse("teams:school-edit", args=[people.school.pk])
    client.post(url, {"name": "Juniper", "zone_name": "America/Denver"})
    people.school.refresh_from_db()
    flags = (people.school.uses_uip, people.school.uses_slo, people.school.uses_leap)
    assert (people.school.name, people.school.network, flags) == ("Juniper", people.network, (False, False, False))
    assert people.goal.title not in text(client.get(reverse("teams:goals")))
    assert client.get(reverse("teams:goal", args=[people.goal.pk])).status_code == 404


def test_a_term_that_a_cycle_stands_on_stays(people: Any, client: Client) -> None:
    from cycles.models import Cycle

    Cycle.objects.create(
        school=people.school, year=people.year, term=people.fall, kind="mid_year", opened_at=timezone.now()
    )
    enter(client, people.district)
    client.post(reverse("teams:term-remove", args=[people.fall.pk]))
    client.post(reverse("teams:term-remove", args=[people.spring.pk]))
    assert list(Term.objects.all()) == [people.fall]


def test_language_is_ones_own(people: Any, client: Client) -> None:
    enter(client, people.teacher)
    client.post(reverse("teams:me-edit"), {"name": "Teresa", "language": "es"})
    people.teacher.refresh_from_db()
    assert (people.teacher.name, people.teacher.language) == ("Teresa", "es")


def test_nothing_leads_where_its_reader_may_not_go(people: Any, client: Client) -> None:
    handover.register(
        "test",
        label="Meetings",
        held=lambda *_: [handover.Held("ILT", url="/sessions/1/")],
        hand_over=lambda *_, **__: 0,
    )
    try:
        address = reverse("teams:person", args=[people.lead.pk])
        assert '<a href="/sessions/1/">ILT</a>' in text(enter(client, people.leader).get(address))
        district = text(enter(client, people.district).get(address))
    finally:
        del handover._kinds["test"]
    assert "<li>ILT</li>" in district
    own = reverse("teams:person", args=[people.steward.pk])
    assert f'href="{reverse("teams:people")}"' not in text(enter(client, people.steward).get(own))


def test_expectations_of_a_year_that_has_ended_are_left_behind(people: Any, client: Client) -> None:
    today = timezone.localdate()
    ended = SchoolYear.objects.create(name="2001-02", starts_on=today - timedelta(900), ends_on=today - timedelta(600))
    for year, words in ((people.year, "We begin on time"), (ended, "We plan on Fridays")):
        Expectation.objects.create(team=people.team, year=year, text=words, agreed_on=year.starts_on)
    page = text(enter(client, people.teacher).get(reverse("teams:team", args=[people.team.pk])))
    assert ("We begin on time" in page, "We plan on Fridays" in page) == (True, False)


def test_a_part_that_is_there_is_saved_not_added(people: Any, client: Client) -> None:
    measure = InterimMeasure.objects.create(goal=people.goal, metric="i-Ready")
    address = reverse("teams:goal-part", args=[people.goal.pk, "measure", measure.pk])
    assert re.findall(r"<button[^>]*btn-primary[^>]*> ?(\w+) ?<", text(enter(client, people.leader).get(address))) == [
        "Save"
    ]
