"""Surveys keep counts and nothing that tells who answered."""

import pytest

from data_imports.formats import read_file
from data_imports.reading.answers import identifies
from data_imports.reading.contract import Finding
from tests.data_imports.making import google_form


def test_names_mail_and_free_words_are_dropped_and_listed() -> None:
    reading = read_file(google_form(30))
    assert [finding.question for finding in reading.of(Finding)] == ["I feel safe at this school"]
    assert reading.reading.dropped_columns == ("Timestamp", "Email Address", "What else should we know?")
    told = repr(reading.of(Finding))
    assert "canary" not in told
    assert "Free words" not in told


def test_a_scale_counts_its_upper_two_steps_as_favourable() -> None:
    finding = read_file(google_form(30)).of(Finding)[0]
    assert (finding.answered, finding.favourable, finding.mean) == (30, 18, 2.6)
    assert finding.counts == (("Strongly disagree", 6), ("Disagree", 6), ("Agree", 12), ("Strongly agree", 6))


def test_a_column_with_addresses_in_its_answers_is_dropped_whatever_its_name() -> None:
    rows = "\n".join(f"11/1/2026 10:00:00,someone{n % 3}@example.org" for n in range(9))
    assert read_file(f"Timestamp,Contact\n{rows}\n".encode()).of(Finding) == []


@pytest.mark.parametrize(
    "header", ["Homeroom", "Home room teacher", "Pupil ID", "Nombre", "Su correo electrónico", "¿Grado?", "Apellidos"]
)
def test_a_column_that_tells_who_answered_is_known_in_both_languages(header: str) -> None:
    assert identifies(header)


@pytest.mark.parametrize("question", ["My homeroom teacher listens to me", "Mi escuela es segura", "Pupils are kind"])
def test_a_question_about_the_school_is_asked_of_nobody_in_particular(question: str) -> None:
    assert not identifies(question)
