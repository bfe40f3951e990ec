"""A teacher's own classes: aggregates of the students on their own roster, for themselves (profile A)."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from data_imports import privacy
from data_imports.enums import Window
from data_imports.models import Measure, Result, Roster
from teams.models import Person, School


@dataclass(frozen=True)
class ClassResult:
    """How many of those tested met a measure in one window."""

    measure: str
    window: str
    met: int
    tested: int
    share: str


@dataclass(frozen=True)
class OwnClass:
    """One course (or all that name none) with its students and their results."""

    course: str
    students: int
    results: tuple[ClassResult, ...]


def own_classes(person: Person, school: School, year: str) -> tuple[OwnClass, ...]:
    """The courses that rosters of the school give to the person in a school year. At most 3 queries."""
    seats = Roster.objects.filter(teacher=person, year=year, student__school=school)
    sizes = dict(seats.values_list("course").annotate(n=Count("student", distinct=True)))
    if not sizes:
        return ()
    found = _results(person, school, year)
    return tuple(OwnClass(course, sizes[course], tuple(found.get(course, ()))) for course in sorted(sizes))


def _results(person: Person, school: School, year: str) -> dict[str, list[ClassResult]]:
    """Results by course: each student's last scored sitting of a window."""
    later = Result.objects.filter(
        Q(taken_on__gt=OuterRef("taken_on")) | Q(taken_on=OuterRef("taken_on"), sitting__gt=OuterRef("sitting")),
        student=OuterRef("student"),
        measure=OuterRef("measure"),
        year=OuterRef("year"),
        window=OuterRef("window"),
        value__isnull=False,
    )
    scored = Result.objects.filter(school=school, year=year, value__isnull=False, is_met__isnull=False)
    mine = scored.filter(student__rosters__teacher=person, student__rosters__year=year).filter(~Exists(later))
    counted = mine.values_list(F("student__rosters__course"), "measure", "window").annotate(
        tested=Count("student", distinct=True), met=Count("student", distinct=True, filter=Q(is_met=True))
    )
    rows = list(counted)
    titles = dict(Measure.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "title"))
    order = list(Window.values)
    found: dict[str, list[ClassResult]] = {}
    for course, measure, window, tested, met in sorted(rows, key=lambda row: (titles[row[1]], order.index(row[2]))):
        share = privacy.share(met, tested, privacy.Profile.DIRECT).text
        found.setdefault(course, []).append(ClassResult(titles[measure], str(Window(window).label), met, tested, share))
    return found
