"""Files in vendor layouts, uploads and packets for tests."""

import csv
import io
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from data_imports import actions
from data_imports.formats.iready_diagnostic import LEVELS
from data_imports.models import Upload
from data_imports.reading.contract import Given
from teams.models import Person, School, Team

NOW = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)
YEAR = "2026-27"
SAMPLES = Path(__file__).parent / "samples"
GIVEN_SAMPLES = settings.BASE_DIR.parent / "shared" / "samples"
IREADY = (
    "Last Name,First Name,Student ID,Student Grade,Academic Year,School,Class Teacher(s),Start Date,Completion Date,"
    "Norming Window,Baseline Diagnostic (Y/N),Most Recent Diagnostic YTD (Y/N),Overall Scale Score,"
    "Overall Relative Placement,{domain}"
).split(",")


def iready(
    students: int = 40,
    *,
    subject: str = "math",
    windows: tuple[str, ...] = ("fall", "winter"),
    grades: tuple[str, ...] = ("3", "4"),
    school: str = "",
    seed: int = 1,
) -> bytes:
    """An i-Ready export of `students` students, evenly spread over `grades`, one sitting a window."""
    chance = random.Random(seed)
    out = io.StringIO()
    writer = csv.writer(out)
    domain = "Quantile Measure" if subject == "math" else "Lexile Measure"
    writer.writerow([name.format(domain=domain) for name in IREADY])
    for number in range(students):
        for place, window in enumerate(windows):
            level = min(4, (number + place + chance.randrange(2)) % 5)
            on = {"fall": date(2026, 9, 8), "winter": date(2026, 12, 1), "spring": date(2027, 4, 20)}[window]
            on += timedelta(days=number % 5)
            writer.writerow(
                ["Canary", f"Name{number}", f"9{number:05}", grades[number % len(grades)], "2026-2027", school, "T"]
                + [f"{on:%-m/%-d/%Y}"] * 2
                + [window.title(), "Y" if place == 0 else "N", "Y" if place == len(windows) - 1 else "N"]
                + [str(400 + 20 * level + number % 7), LEVELS[level], ""]
            )
    return out.getvalue().encode()


def of_district(*schools: str, students: int = 10, windows: tuple[str, ...] = ("fall", "winter")) -> bytes:
    """One i-Ready export of several schools, each with students of its own."""
    parts = [
        iready(students, windows=windows, school=school).replace(b",90", f",{9 - place}0".encode()).splitlines(True)
        for place, school in enumerate(schools)
    ]
    return b"".join([parts[0][0], *(line for part in parts for line in part[1:])])


def leap(teachers: int = 12, *, school: str = "") -> bytes:
    """A LEAP export: one full observation a teacher, known by e-mail address."""
    lines = ["Observation ID,Employee Number,Teacher,Teacher Email,School,Observation Type,Term,Observed At,Published"]
    lines[0] += ",Measurement,Score,Overall Score,Text Box"
    indicators = [f"LE.{n}" for n in range(1, 5)] + [f"I.{n}" for n in range(1, 9)]
    for number in range(teachers):
        for place, indicator in enumerate(indicators):
            lines.append(
                f"o{number},00{4000 + number},Canary {number},teacher{number}@example.org,{school},Full Observation,"
                f"SY26-27,10/{1 + number}/2026 9:15 AM,Yes,{indicator},{3 + (number + place) % 4},4.5,secret words"
            )
    return ("\n".join(lines) + "\n").encode()


def google_form(answers: int = 30) -> bytes:
    """A Google Forms export with a scale question, a free text and an e-mail address."""
    scale = ("Strongly agree", "Agree", "Agree", "Disagree", "Strongly disagree")
    lines = ["Timestamp,Email Address,I feel safe at this school,What else should we know?"]
    lines += [
        f"11/{1 + n % 28}/2026 10:00:00,canary{n}@example.org,{scale[n % 5]},Free words {n}" for n in range(answers)
    ]
    return ("\n".join(lines) + "\n").encode()


def roster(students: int, *, team: str, email: str, course: str = "Math 4") -> bytes:
    """A roster that puts students of `iready` into a team."""
    lines = ["Student ID,Grade,Team,Teacher Email,Course"]
    lines += [f"9{number:05},{3 + number % 2},{team},{email},{course}" for number in range(students)]
    return ("\n".join(lines) + "\n").encode()


def imported(
    content: bytes,
    school: School,
    *,
    by: Person | None = None,
    at: datetime = NOW,
    asked: int = 50,
    respondents: str = "",
) -> actions.Imported:
    """Content stored for a school; a survey in which fifty were asked."""
    given = Given(asked=asked, respondents=respondents)
    return actions.import_content(content, name="export.csv", school=school, given=given, by=by, at=at)


def received_upload(school: School | None, by: Person, content: bytes = b"", at: datetime = NOW) -> Upload:
    """An upload that waits to be read; no worker is rung outside a committed transaction."""
    file = ContentFile(content or iready(20), name="iready.csv")
    return actions.receive_upload(file, school=school, given=Given(), by=by, at=at)


def with_mistakes(content: bytes, rows: int = 3) -> bytes:
    """The first fall scores of `iready` with a digit too many."""
    return content.replace(b",Y,N,4", b",Y,N,94", rows)


def read_upload(school: School | None, by: Person, content: bytes = b"", at: datetime = NOW) -> Upload:
    """An upload that was read and waits for a word; without `content` with three rows to mend."""
    upload = received_upload(school, by, content or with_mistakes(iready(20)), at)
    actions.read_upload(upload, at=at)
    return upload


def stored_upload(school: School | None, by: Person, content: bytes = b"", at: datetime = NOW) -> Upload:
    """An upload that went all the way."""
    upload = read_upload(school, by, content, at)
    actions.confirm_upload(upload, by=by, at=at, knowingly=True)
    actions.store_upload(upload, at=at)
    return Upload.objects.select_related("school", "by").get(pk=upload.pk)


def frozen_packet(school: School, team: Team | None, profile: str) -> object:
    """A frozen version."""
    return actions.freeze_packet(school=school, team=team, profile=profile, year=YEAR, window="winter", by=None, at=NOW)
