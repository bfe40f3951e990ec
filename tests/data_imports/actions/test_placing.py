"""Who is who, and where classes belong: decided once."""

from typing import Any

import pytest

from data_imports import actions, queries
from data_imports.models import LeapMean, LeapRating, Roster, SectionTeam, StaffAlias
from reflection_site.encryption import keyed_hash
from teams.models import AuditEntry, School
from tests.data_imports.making import NOW, YEAR, imported, iready, leap

pytestmark = pytest.mark.django_db


def waiting(people: Any) -> int:
    return queries.unrecognized(School.objects.filter(pk=people.school.pk)).count()


def test_a_decision_finds_the_rows_and_the_next_file_knows(people: Any) -> None:
    imported(leap(2), people.school)
    key = keyed_hash("004001", "staff")
    found = actions.decide_staff(people.school, key, person=people.teacher, by=people.leader, at=NOW)
    assert (found, waiting(people), people.teacher.leap_ratings.count()) == (12, 12, 12)
    more = imported(leap(2).replace(b"o1,", b"o9,"), people.school)
    assert (more.stored.unmatched, people.teacher.leap_ratings.count()) == (1, 24)
    entry = AuditEntry.objects.get(verb="staff of a file recognized")
    assert (entry.actor_id, entry.subject_id, entry.school_id, entry.count) == (
        people.leader.pk, people.teacher.pk, people.school.pk, 12,
    )  # fmt: skip


def test_nobody_here_asks_no_more(people: Any) -> None:
    imported(leap(1), people.school)
    key = keyed_hash("004000", "staff")
    assert actions.decide_staff(people.school, key, person=None, by=people.leader, at=NOW) == 0
    assert waiting(people) == 0
    assert imported(leap(1).replace(b"o0,", b"o9,"), people.school).stored.unmatched == 0
    assert LeapRating.objects.filter(person=None).count() == 24


def test_nobody_at_one_school_may_be_somebody_at_another(people: Any) -> None:
    imported(leap(1), people.school)
    imported(leap(1), people.other_school)
    key = keyed_hash("004000", "staff")
    actions.decide_staff(people.school, key, person=None, by=people.leader, at=NOW)
    assert waiting(people) == 0
    assert queries.unrecognized(School.objects.filter(pk=people.other_school.pk)).count() == 12
    assert actions.decide_staff(people.other_school, key, person=people.outsider, by=people.other_leader, at=NOW) == 12
    assert imported(leap(1).replace(b"o0,", b"o9,"), people.other_school).stored.unmatched == 0
    assert imported(leap(1).replace(b"o0,", b"o8,"), people.school).stored.unmatched == 0
    assert set(LeapRating.objects.values_list("school", "person")) == {
        (people.school.pk, None),
        (people.other_school.pk, people.outsider.pk),
    }


def test_a_decision_can_be_changed(people: Any) -> None:
    imported(leap(1), people.school)
    key = keyed_hash("004000", "staff")
    for person in (None, people.teacher):
        actions.decide_staff(people.school, key, person=person, by=people.leader, at=NOW)
    assert StaffAlias.objects.get().person == people.teacher
    assert people.teacher.leap_ratings.count() == 12


def classes(content: bytes) -> bytes:
    """Vega teaches grade 3, Ortiz grade 4."""
    lines = content.decode().split("\r\n")
    told = [line.replace(",T,", ",Vega," if ",3,2026" in line else ",Ortiz,") for line in lines]
    return "\r\n".join(told).encode()


def in_team(team: Any) -> set[str]:
    return set(Roster.objects.filter(team=team, year=YEAR).values_list("place", flat=True))


def test_students_of_a_class_are_in_its_team_and_new_ones_join(people: Any) -> None:
    imported(classes(iready(6)), people.school)
    places = {("section", "Vega"): people.team, ("section", "Ortiz"): None, ("grade", "4"): people.other_team}
    actions.place_sections(people.school, YEAR, places, by=people.leader, at=NOW)
    assert (in_team(people.team), in_team(people.other_team)) == ({"section:Vega"}, {"grade:4"})
    assert Roster.objects.filter(team=people.team).count() == 3
    imported(classes(iready(10)), people.school)
    assert Roster.objects.filter(team=people.team).count() == 5
    assert Roster.objects.filter(team=people.other_team).count() == 5


def test_a_class_moves_as_a_whole_and_other_rosters_stay(people: Any) -> None:
    imported(classes(iready(6)), people.school)
    by_hand = Roster.objects.create(
        student_id=Roster._meta.get_field("student").related_model.objects.first().pk, year=YEAR, place="x||",
        team=people.other_team,
    )  # fmt: skip
    places = {("section", "Vega"): people.team}
    for team in (people.team, people.other_team, None):
        actions.place_sections(people.school, YEAR, places | {("section", "Vega"): team}, by=people.leader, at=NOW)
    assert list(Roster.objects.all()) == [by_hand]
    assert not SectionTeam.objects.exists()


def test_placing_twice_changes_nothing(people: Any) -> None:
    imported(classes(iready(6)), people.school)
    places = {("section", "Vega"): people.team}
    actions.place_sections(people.school, YEAR, places, by=people.leader, at=NOW)
    before = list(Roster.objects.order_by("pk").values_list())
    actions.place_sections(people.school, YEAR, places, by=people.leader, at=NOW)
    assert list(Roster.objects.order_by("pk").values_list()) == before


def test_typed_means_are_one_set_a_window(people: Any) -> None:
    def typed(window: str, means: dict[str, tuple[float, int]]) -> None:
        actions.type_leap_means(people.school, YEAR, window, means, by=people.leader, at=NOW)

    typed("fall", {"I.1": (4.25, 14), "LE.1": (5.0, 14), "I.2": (3.9, 13)})
    typed("winter", {"I.1": (4.5, 15)})
    typed("fall", {"I.1": (4.3, 14), "LE.1": (5.0, 14)})
    told = queries.typed_means(people.school, YEAR, "fall")
    assert [(mean.indicator, mean.mean, mean.n, mean.by) for mean in told] == [
        ("LE.1", 5.0, 14, "Rosa Delgado"),
        ("I.1", 4.3, 14, "Rosa Delgado"),
    ]
    assert queries.typed_windows(people.school, YEAR) == ["fall", "winter"]
    assert LeapMean.objects.count() == 3
