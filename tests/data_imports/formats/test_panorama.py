"""Survey cross-tabs."""

import io
from typing import Any

import openpyxl
import pytest

from data_imports.formats import read_file
from data_imports.models import SurveyFinding
from data_imports.reading.contract import FileRefused, Finding
from tests.data_imports.making import SAMPLES, imported

SAMPLE = SAMPLES / "panorama.csv"


def test_everyones_answers_become_findings_and_groups_stay_out() -> None:
    reading = read_file(SAMPLE.read_bytes())
    assert [(f.question, f.answered, f.favourable, f.counts, f.mean) for f in reading.of(Finding)] == [
        ("Belonging", 118, 85, (), None),
        ("How well do people at your school understand you?", 117, 80, (), None),
        ("How often do you feel safe?", 118, 96, (), None),
    ]
    assert reading.reading.skipped_reasons() == [
        ("the survey's own report hides it", 1),
        ("it is a heading or a footnote", 1),
    ]
    assert "CANARY" not in repr(reading.of(Finding))
    assert reading.reading.facts()["groups"] == ["Grade 4", "CANARY Group"]


def test_shares_may_be_fractions_and_columns_named_and_placed_otherwise() -> None:
    content = b"N,Item,Percent favorable\n40,Clubs,0.25\n50,Meals,0.5\n"
    assert [(f.question, f.answered, f.favourable) for f in read_file(content).of(Finding)] == [
        ("Clubs", 40, 10),
        ("Meals", 50, 25),
    ]


def test_groups_may_stand_in_a_merged_row_above() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (
        ["Student survey, Fall 2026"],
        ["", "All", "", "Grade 4", ""],
        ["Question", "% Favorable", "N", "% Favorable", "N"],
        ["Do you feel safe?", "80%", 100, "75%", 40],
        ["Do you like to read?", "60%", 90, "*", "<5"],
    ):
        book.active.append(row)
    book.save(out)
    assert [(f.answered, f.favourable) for f in read_file(out.getvalue()).of(Finding)] == [(100, 80), (90, 54)]


def test_without_counts_it_is_refused() -> None:
    with pytest.raises(FileRefused, match="how many answered"):
        read_file(b"Question,All % Favorable\nClubs,25\nMeals,50\n", "panorama")


@pytest.mark.django_db
def test_responses_are_those_who_answered_not_the_rows(people: Any) -> None:
    imported(SAMPLE.read_bytes(), people.school)
    found = SurveyFinding.objects.order_by("position").values_list("responses", "answered", "favourable")
    assert list(found) == [(118, 118, 85), (118, 117, 80), (118, 118, 96)]
