from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions as plan
from cycles.prepare import queries
from data_imports.queries import own_classes
from teams.models import Slo
from tests.cycles.plan.packets import LEVELS, chart, freeze_by_hand
from tests.data_imports.making import YEAR, imported, iready, roster


@pytest.fixture
def rostered(people: Any) -> None:
    """Six students of the teacher in Math 4, four of a colleague; everyone tested twice."""
    people.year.name = YEAR
    people.year.save(update_fields=["name"])
    imported(iready(10), people.school)
    imported(roster(6, team=people.team.name, email=people.teacher.email), people.school)
    rest = roster(10, team=people.team.name, email=people.member.email, course="Reading 4").splitlines()
    imported("\n".join([rest[0].decode(), *(line.decode() for line in rest[7:])]).encode(), people.school)


def slo(person: Any, people: Any, objective: str = "Explain in words") -> Slo:
    return Slo.objects.create(
        person=person,
        school=people.school,
        year=people.year,
        course="Math",
        objective=objective,
        prepared=4,
        under=2,
        midcourse_verdict="partly",
        midcourse_note="Two of six write it down",
    )


def test_ones_own_students_are_counted_exactly(people: Any, rostered: None) -> None:
    (own,) = own_classes(people.teacher, people.school, YEAR)
    assert (own.course, own.students) == ("Math 4", 6)
    assert [(one.window, one.tested) for one in own.results] == [("Fall", 6), ("Winter", 6)]
    fall = own.results[0]
    assert fall.share == f"{100 * fall.met / 6:.0f}%"


def test_whoever_has_no_roster_has_no_class(people: Any, rostered: None) -> None:
    assert own_classes(people.lead, people.school, YEAR) == ()
    assert own_classes(people.teacher, people.other_school, YEAR) == ()
    assert own_classes(people.teacher, people.school, "2025-26") == ()


def test_the_pane_is_its_authors_alone(people: Any, session: Any, rostered: None) -> None:
    mine, theirs = slo(people.teacher, people), slo(people.member, people, "canary-objective")
    pane = queries.private_pane(session, people.teacher, is_held=False)
    assert [one.pk for one in pane.objectives] == [mine.pk]
    assert pane.objectives[0].baseline == (("prepared", 4), ("underprepared", 2))
    assert [one.course for one in pane.classes] == ["Math 4"]
    assert [one.pk for one in queries.private_pane(session, people.member, is_held=False).objectives] == [theirs.pk]


def test_it_is_covered_on_the_page(people: Any, client: Client, session: Any, rostered: None) -> None:
    slo(people.teacher, people)
    slo(people.member, people, "canary-objective")
    client.force_login(people.teacher)
    html = client.get(reverse("cycles:prepare", args=[session.pk])).content.decode()
    assert '<details class="card pane no-print" id="private">' in html
    assert ("Two of six write it down" in html, "canary-objective" in html, "Reading 4" in html) == (True, False, False)


def test_nothing_of_a_class_is_told_before_held_charts_are_seen(people: Any, session: Any, rostered: None) -> None:
    freeze_by_hand(session, chart(), profile="B")
    plan.hold_chart(session, chart=LEVELS, by=people.leader, at=timezone.now())
    session.refresh_from_db()
    private = queries.beside(session, people.teacher).private
    assert (private.classes, private.is_held) == ((), True)


def test_counts_do_not_grow(people: Any, session: Any, rostered: None, count_queries: Any) -> None:
    def counted() -> int:
        with count_queries() as found:
            queries.private_pane(session, people.teacher, is_held=False)
        return len(found)

    slo(people.teacher, people)
    assert session.cycle.year == people.year
    first = counted()
    slo(people.teacher, people)
    imported(iready(10, subject="reading"), people.school)
    imported(roster(9, team=people.team.name, email=people.teacher.email, course="Reading 5"), people.school)
    assert counted() == first
    assert first <= 4
