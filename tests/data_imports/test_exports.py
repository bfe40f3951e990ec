"""Cells that a spreadsheet would run, and names that a header would break."""

from types import SimpleNamespace
from typing import Any

import pytest

from data_imports.exports import file_name, neutral, plain
from data_imports.queries import ChartShown

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
BEFORE = ["", " ", "\u00a0", " \u00a0 ", "\u3000", "\ufeff", "\u200b"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_what_looks_like_a_formula_begins_with_an_apostrophe(sign: str, before: str) -> None:
    assert neutral(f"{before}{sign}1") == f"'{before}{sign}1"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_so_does_each_line_inside_a_cell(end: str) -> None:
    lines = neutral(f"fine{end} =HYPERLINK(1){end}fine").replace("\r", "\n").split("\n")
    assert lines == ["fine", "' =HYPERLINK(1)", "fine"]


@pytest.mark.parametrize("text", ["Grade 4", "52%", "40-99", "a = b", "–", "*", "", "¿Cómo?", "1 + 1"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_control_signs_are_gone() -> None:
    assert neutral("a\x00b\x1bc") == "abc"
    assert neutral("\x00=1") == "'=1"
    assert plain("a\r\nb") == "a\nb"


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ("Grade 4", "evidence-grade-4-v3.csv"),
        ('x"; filename="y.exe\r\nSet-Cookie: a=b', "evidence-x-filenameyexe-set-cookie-ab-v3.csv"),
        ("Niños y más", "evidence-ninos-y-mas-v3.csv"),
        ("…/..", "evidence-packet-v3.csv"),
        ("学校" * 90, "evidence-packet-v3.csv"),
        ("long " * 60, None),
    ],
)
def test_file_names_are_letters_digits_and_dashes(about: str, name: str | None) -> None:
    packet: Any = SimpleNamespace(about=about, version=3)
    made = file_name(packet, "csv")
    assert name in (None, made)
    assert len(made) <= 80
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")


def test_a_held_chart_keeps_its_subject_only() -> None:
    chart = ChartShown("chart-x", "x", "About x", "52% of x", "52%", {"data": [1]}, ["a"], [["52%"]], "52%", "52%")
    held = chart.without_numbers()
    assert "52%" not in str(held)
    assert (held.is_held, held.title, held.id) == (True, "About x", "chart-x")
