"""Frozen packets: same bytes, no small groups, nothing about single teachers."""

import hashlib
import json
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from data_imports import actions, queries
from data_imports.models import PacketVersion, SurveyFinding
from data_imports.privacy import unpacked
from reflection_site.encryption import decrypt
from tests.data_imports.making import NOW, YEAR, google_form, imported, iready, leap, roster

pytestmark = pytest.mark.django_db


def freeze(people: Any, profile: str = "B", **more: Any) -> PacketVersion:
    return actions.freeze_packet(
        **(
            {"school": people.school, "profile": profile, "year": YEAR, "window": "winter", "by": None, "at": NOW}
            | more
        )
    )


@pytest.fixture
def filled(people: Any) -> Any:
    """A school with two subjects, twelve observed teachers and a survey."""
    imported(iready(120), people.school)
    imported(iready(120, subject="reading", seed=2), people.school)
    imported(leap(12), people.school)
    imported(google_form(40), people.school)
    return people


def keys(version: PacketVersion) -> list[str]:
    return [chart["key"].rsplit("-", 1)[0] for chart in version.content()["languages"]["en"]["charts"]]


def test_a_school_packet_has_levels_change_leap_and_surveys(filled: Any) -> None:
    version = freeze(filled)
    assert keys(version) == [
        "levels-iready-math", "levels-iready-reading", "spread-iready-math", "spread-iready-reading",
        "change-iready-math", "change-iready-reading",
        "leap", "survey",
    ]  # fmt: skip
    told = version.content()["languages"]["en"]
    assert len(told["findings"]) == 3
    assert told["charts"][0]["rows"][0][0] == "Grade 3"
    assert told["charts"][0]["figure"]["data"][0]["name"] == "Fall"


def test_the_digest_is_that_of_the_canonical_bytes(filled: Any) -> None:
    version = freeze(filled)
    assert version.digest == hashlib.sha256(version.body.encode()).hexdigest()
    assert version.body == json.dumps(version.content(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_freezing_twice_is_freezing_once_until_something_new_comes_in(filled: Any) -> None:
    first = freeze(filled)
    assert freeze(filled, at=NOW + timedelta(hours=1)) == first
    imported(iready(130), filled.school)
    second = freeze(filled, at=NOW + timedelta(days=1))
    assert (second.packet, second.version) == (first.packet, 2)
    assert freeze(filled, profile="C").version == 3


def test_a_version_stays_where_so_few_differ_that_both_would_tell(filled: Any) -> None:
    first = freeze(filled)
    assert queries.why_kept(first) == ""
    imported(iready(123), filled.school)
    assert freeze(filled, at=NOW + timedelta(days=1)) == first
    note = queries.why_kept(first)
    assert note.startswith("This version stays")
    assert not any(letter.isdigit() for letter in note)
    imported(iready(140), filled.school)
    assert freeze(filled, at=NOW + timedelta(days=2)).version == 2


def test_a_team_has_its_own_students_anew_however_few_differ(filled: Any) -> None:
    imported(roster(12, team="Grade 4", email=filled.teacher.email), filled.school)
    freeze(filled, profile="A", team=filled.team)
    imported(roster(13, team="Grade 4", email=filled.teacher.email), filled.school)
    assert freeze(filled, profile="A", team=filled.team, at=NOW + timedelta(days=1)).version == 2


def test_what_a_release_was_made_of_is_sealed(filled: Any) -> None:
    body = freeze(filled).content()
    assert "levels.iready" not in json.dumps(body)
    assert set(unpacked(decrypt(body["sealed"]))) == {
        "levels.iready.math.overall_scale.fall", "levels.iready.math.overall_scale.winter",
        "levels.iready.reading.overall_scale.fall", "levels.iready.reading.overall_scale.winter",
        "change.iready.math.overall_scale.fall.winter", "change.iready.reading.overall_scale.fall.winter", "leap",
        *(f"survey.{key}" for key in SurveyFinding.objects.values_list("survey", flat=True)),
    }  # fmt: skip


def test_each_chart_has_a_neutral_subject_and_says_whether_it_is_provisional(filled: Any) -> None:
    told = freeze(filled, window="spring").content()["languages"]["en"]
    assert [(chart["subject"], chart["is_provisional"]) for chart in told["charts"]] == [
        ("i-Ready math by grade", True), ("i-Ready reading by grade", True),
        ("i-Ready math: levels by grade", True), ("i-Ready reading: levels by grade", True),
        ("i-Ready math: change between windows", True), ("i-Ready reading: change between windows", True),
        ("LEAP by indicator", False), (told["charts"][-1]["subject"], False),
    ]  # fmt: skip


def test_a_team_packet_is_about_its_own_students_and_has_no_leap(filled: Any) -> None:
    imported(roster(12, team="Grade 4", email=filled.teacher.email), filled.school)
    version = freeze(filled, profile="A", team=filled.team)
    assert "leap" not in keys(version)
    levels = version.content()["languages"]["en"]["charts"][0]
    assert [row[:2] for row in levels["rows"]] == [["Grade 3", "6"], ["Grade 4", "6"], ["All", "12"]]
    assert "teacher" not in version.body


def test_small_groups_are_hidden_everywhere(people: Any) -> None:
    imported(iready(26, grades=("3",) * 3 + ("4",)), people.school)
    version = freeze(people)
    levels = version.content()["languages"]["en"]["charts"][0]
    assert levels["rows"][:2] == [["Grade 3", None, None, None, None], ["Grade 4", None, None, None, None]]
    hidden = [trace for trace in levels["figure"]["data"] if trace["name"] == "Hidden to protect privacy"]
    assert [(trace["x"], trace["text"]) for trace in hidden] == [(["Grade 3", "Grade 4"], ["*", "*"])]
    assert "hidden to protect privacy" in levels["suppressed"]


def test_eight_teachers_have_no_leap_chart_but_a_sentence(people: Any) -> None:
    imported(leap(8), people.school)
    told = freeze(people).content()["languages"]["en"]
    assert told["charts"] == []
    assert any("ten observed teachers" in note for note in told["missing"])


def test_outside_readers_get_ranges(filled: Any) -> None:
    levels = freeze(filled, profile="C").content()["languages"]["en"]["charts"][0]
    assert {row[1] for row in levels["rows"]} <= {"40-99", "100-299"}


def test_an_empty_school_has_a_packet_that_says_what_is_missing(people: Any) -> None:
    shown = queries.packet(freeze(people))
    assert (shown.charts, shown.findings) == ([], [])
    assert shown.missing == ["No assessment results have come in for 2026-27 yet."]


def test_the_web_process_draws_nothing() -> None:
    """What the web server imports has neither plotly nor pandas nor scipy in it."""
    code = (
        "import sys, django; django.setup();"
        "import reflection_site.urls;"
        "sys.exit(' '.join(m for m in ('plotly', 'pandas', 'scipy') if m in sys.modules) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "reflection_site.settings", "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_packet_for_readers_from_outside_holds_no_leap(filled: Any) -> None:
    assert [key for key in keys(freeze(filled, "C")) if key.startswith("leap")] == []


def told_of(version: PacketVersion, start: str) -> list[list[str | None]]:
    charts = version.content()["languages"]["en"]["charts"]
    return next(chart["rows"] for chart in charts if chart["key"].startswith(start))


def test_other_packets_tell_what_was_told_where_so_few_differ(filled: Any) -> None:
    """A later window's packet has the fall again; two who came late to it are told of when more have come."""
    fall = freeze(filled, window="fall")
    imported(iready(122, windows=("fall",)), filled.school)
    winter = freeze(filled, at=NOW + timedelta(days=1))
    sizes = {row[0]: row[1] for row in told_of(fall, "levels-iready-math")}
    assert {row[0]: row[1] for row in told_of(winter, "levels-iready-math")} == sizes
    imported(iready(140), filled.school)
    assert {
        row[0]: row[1] for row in told_of(freeze(filled, at=NOW + timedelta(days=2)), "levels-iready-math")
    } != sizes


def test_a_survey_stays_as_it_was_told_until_five_more_answered(filled: Any) -> None:
    imported(roster(12, team="Grade 4", email=filled.teacher.email), filled.school)
    first = freeze(filled, profile="A", team=filled.team)
    finding = SurveyFinding.objects.get()
    SurveyFinding.objects.update(answered=finding.answered + 1, mean=1.9, favourable=11)
    own = freeze(filled, profile="A", team=filled.team, at=NOW + timedelta(days=1))
    assert told_of(own, "survey") == told_of(first, "survey")
    assert told_of(freeze(filled, at=NOW + timedelta(days=2)), "survey") == told_of(first, "survey")
    SurveyFinding.objects.update(answered=finding.answered + 9, mean=1.9, favourable=11)
    assert told_of(freeze(filled, at=NOW + timedelta(days=3)), "survey") != told_of(first, "survey")


def test_a_team_of_which_so_few_differ_waits_where_the_school_was_told_of_it(filled: Any) -> None:
    imported(roster(40, team="Grade 4", email=filled.teacher.email), filled.school)
    freeze(filled)
    imported(roster(42, team="Grade 4", email=filled.teacher.email), filled.school)
    version = freeze(filled, team=filled.team, at=NOW + timedelta(days=1))
    assert {cell for row in told_of(version, "levels-iready-math") for cell in row[1:]} == {None}
    waits = "i-Ready math waits: too few students differ from what another packet told."
    assert waits in version.content()["languages"]["en"]["missing"]
