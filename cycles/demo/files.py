"""Files as vendors write them, with invented values: what the demo loads through the importers."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from teams.models import Person, SchoolYear

from .people import DemoSchool

_HEADERS: dict[str, list[str]] = json.loads((Path(__file__).parent / "headers.json").read_text(encoding="utf-8"))
_DOMAINS = {
    "reading": ["Lexile Measure", "Phonics Scale Score", "Vocabulary Scale Score"],
    "math": ["Quantile Measure", "Number and Operations Scale Score", "Geometry Scale Score"],
}
_WINDOWS = {
    "fall": "Fall (Beginning of Year - November 15)",
    "winter": "Winter (November 16 - March 1)",
    "spring": "Spring (March 2 - End of Year)",
}
_GROWTH = {"fall": 0, "winter": 13, "spring": 27}
_PLACEMENTS = (
    (8, "Mid or Above Grade Level"),
    (-16, "Early On Grade Level"),
    (-48, "1 Grade Level Below"),
    (-80, "2 Grade Levels Below"),
)
_LOWEST = "3 or More Grade Levels Below"
_INDICATORS = [f"LE.{number}" for number in range(1, 5)] + [f"I.{number}" for number in range(1, 9)]
_AGREEMENT = ("Strongly agree", "Agree", "Disagree", "Strongly disagree")
_QUESTIONS = (
    "My team's meetings help me teach better",
    "Feedback that I get tells me what to do next",
    "I know what our school wants to change this year",
    "I can say what I think in my team",
    "Our leadership team acts on what we say",
)
STUDENTS_A_GRADE = 56


@dataclass(frozen=True)
class DemoFile:
    """A file to load: its name, its bytes, and what a person would choose on the page."""

    name: str
    content: bytes
    year: SchoolYear
    window: str
    asked: int = 0


def _table(header: list[str], rows: Iterable[Mapping[str, object]], *, bom: bool = False) -> bytes:
    """A CSV file; columns that a row does not name stay blank."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


@dataclass(frozen=True)
class _Student:
    number: str
    grade: int
    teacher: Person
    team: str
    ability: float
    flags: tuple[str, str, str]


def _students(demo: DemoSchool, dice: Random, generation: int) -> list[_Student]:
    """56 students a grade, spread over the team's teachers; teams without an own grade have none."""
    students = []
    for place, (team, grade) in enumerate(zip(demo.teams, demo.grades, strict=True)):
        if grade in demo.grades[:place]:
            continue
        teachers = [demo.leads[place], *demo.members[place]]
        for number in range(STUDENTS_A_GRADE):
            flags = (dice.random() < 0.3, dice.random() < 0.14, dice.random() < 0.55)
            students.append(
                _Student(
                    number=f"{demo.school.code[1:]}{generation}{grade:02}{number:03}",
                    grade=grade,
                    teacher=teachers[number % len(teachers)],
                    team=team.name,
                    ability=dice.gauss(-14, 38) - 18 * flags[0] - 22 * flags[1],
                    flags=tuple("Y" if flag else "N" for flag in flags),  # type: ignore[arg-type]
                )
            )
    return students


def _placement(distance: float) -> str:
    return next((words for floor, words in _PLACEMENTS if distance >= floor), _LOWEST)


def _iready(
    demo: DemoSchool, students: list[_Student], year: SchoolYear, subject: str, window: str, on: date, dice: Random
) -> bytes:
    rows = []
    for student in students:
        if dice.random() < 0.04:
            continue  # absent in this window
        middle = 400 + 33 * student.grade + (12 if subject == "reading" else 0)
        score = round(middle + student.ability + _GROWTH[window] * (0.5 + dice.random()) + dice.gauss(0, 7))
        score = max(100, min(800, score))
        day = f"{on + timedelta(days=dice.randrange(8)):%-m/%-d/%Y}"
        english, special, poor = student.flags
        rows.append(
            {
                "Last Name": "Last",
                "First Name": "First",
                "Student ID": student.number,
                "Student Grade": student.grade,
                "Academic Year": f"{year.starts_on.year}-{year.ends_on.year}",
                "School": demo.school.name,
                "English Language Learner": english,
                "Special Education": special,
                "Economically Disadvantaged": poor,
                "Class(es)": student.team,
                "Class Teacher(s)": student.teacher.name,
                "Start Date": day,
                "Completion Date": day,
                "Norming Window": _WINDOWS[window],
                "Baseline Diagnostic (Y/N)": "Y" if window == "fall" else "N",
                "Most Recent Diagnostic YTD (Y/N)": "N" if window == "fall" else "Y",
                "Overall Scale Score": score,
                "Overall Relative Placement": _placement(score - middle),
            }
        )
    return _table([*_HEADERS["iready"], *_DOMAINS[subject]], rows, bom=True)


def _roster(students: list[_Student]) -> bytes:
    rows = [
        dict(zip(_HEADERS["roster"], [s.number, s.grade, s.team, s.teacher.email, *s.flags], strict=True))
        for s in students
    ]
    return _table(_HEADERS["roster"], rows)


def _leap(demo: DemoSchool, year: SchoolYear, until: date, dice: Random) -> bytes:
    rows: list[dict[str, object]] = []
    for lead, members in zip(demo.leads, demo.members, strict=True):
        for observer, teacher in [(demo.leader, lead), *((lead, member) for member in members)]:
            for number in (1, 2):
                rows += _observation(demo, year, observer, teacher, number, until, dice)
    return _table(_HEADERS["leap"], rows)


def _observation(
    demo: DemoSchool, year: SchoolYear, observer: Person, teacher: Person, number: int, until: date, dice: Random
) -> Iterator[dict[str, object]]:
    level = dice.gauss(4.6, 0.7)
    scores = [max(1, min(7, round(dice.gauss(level, 0.8)))) for _indicator in _INDICATORS]
    span = max(1, (until - year.starts_on).days // 2 - 10)
    day = year.starts_on + timedelta(days=10 + dice.randrange(span) + (number - 1) * span)
    moment = datetime(day.year, day.month, day.day, 8 + dice.randrange(6), 15)  # noqa: DTZ001  as the export prints it
    overall = round(sum(scores) / len(scores), 2)
    for indicator, score in zip(_INDICATORS, scores, strict=True):
        yield {
            "Observation ID": f"{demo.school.code}-{year.starts_on.year}-{teacher.employee_number}-{number}",
            "Employee Number": teacher.employee_number,
            "Teacher": teacher.name,
            "Teacher Email": teacher.email,
            "Observer Employee Number": observer.employee_number,
            "Observer": observer.name,
            "School": demo.school.name,
            "Rubric": "LEAP Framework for Effective Teaching",
            "Observation Type": "Full Observation",
            "Term": f"SY{year.name[2:]}",
            "Observed At": f"{moment:%-m/%-d/%Y %-I:%M %p}",
            "Published": "Yes",
            "Strand": "Learning Environment" if indicator.startswith("LE") else "Instruction",
            "Measurement": indicator,
            "Score": score,
            "Overall Score": overall,
        }


def _survey(demo: DemoSchool, on: date, dice: Random) -> bytes:
    header, rows = ["Timestamp", *_QUESTIONS], []
    for _number in range(round(_staff(demo) * 0.8)):
        moment = datetime(on.year, on.month, on.day, 7 + dice.randrange(10), dice.randrange(60))  # noqa: DTZ001
        mood = dice.gauss(0.9, 0.8)
        answers = [_AGREEMENT[max(0, min(3, round(dice.gauss(mood, 0.6))))] for _question in _QUESTIONS]
        rows.append(dict(zip(header, [f"{moment:%-m/%-d/%Y %-H:%M:%S}", *answers], strict=True)))
    return _table(header, rows)


def _staff(demo: DemoSchool) -> int:
    return 2 + sum(1 + len(members) for members in demo.members)


def demo_files(demo: DemoSchool, years: tuple[SchoolYear, SchoolYear], today: date) -> Iterator[DemoFile]:
    """Everything one school brings in: last year's winter and spring, this year's fall and winter."""
    dice = Random(demo.school.code)  # noqa: S311  invented values, the same at every start
    last, this = years
    before, now = _students(demo, dice, 1), _students(demo, dice, 2)
    code = demo.school.code
    yield DemoFile(f"roster_{code}.csv", _roster(now), this, "")
    for year, students, window, on in (
        (last, before, "winter", last.starts_on + timedelta(days=110)),
        (last, before, "spring", last.ends_on - timedelta(days=35)),
        (this, now, "fall", this.starts_on + timedelta(days=21)),
        (this, now, "winter", today - timedelta(days=13)),
    ):
        for subject in _DOMAINS:
            content = _iready(demo, students, year, subject, window, on, dice)
            yield DemoFile(f"iready_{subject}_{window}_{year.name}_{code}.csv", content, year, window)
    for year, until in ((last, last.ends_on), (this, today)):
        yield DemoFile(f"leap_observations_{year.name}_{code}.csv", _leap(demo, year, until, dice), year, "")
    yield DemoFile(
        f"staff_survey_{last.name}_{code}.csv",
        _survey(demo, last.ends_on - timedelta(days=40), dice),
        last,
        "spring",
        _staff(demo),
    )
    yield DemoFile(
        f"staff_survey_{this.name}_{code}.csv",
        _survey(demo, today - timedelta(days=16), dice),
        this,
        "fall",
        _staff(demo),
    )
