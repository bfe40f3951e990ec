"""Teams without a roster: students join by the class, the teacher or the grade that their results name."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from data_imports.enums import SectionKind
from data_imports.models import Result, Roster, SectionTeam
from data_imports.storing.rosters import remove
from teams.models import School

BATCH = 500


def place_all(schools: QuerySet[School], upload: int | None = None) -> None:
    """`place` in every school and year for which somebody has said where classes or grades belong."""
    said = SectionTeam.objects.filter(school__in=schools).order_by("school", "year").distinct()
    for school, year in said.values_list("school", "year"):
        place(school, year, upload)


def place(school: School | int, year: str, upload: int | None = None) -> None:
    """Make the school's rosters by class and grade what its `SectionTeam`s and results say; touches no other roster.

    With an `upload` the rows are that file's own, and go when it is taken back.
    """
    wanted = {(student, told): team for student, told, team in places(school, year)}
    there = {(row.student_id, row.place): row for row in placed(school, year)}
    wrong = {key: row for key, row in there.items() if wanted.get(key) != row.team_id}
    remove(list(wrong.values()), upload)
    missing = (key for key in wanted if key not in there or key in wrong)
    rows = (
        Roster(student_id=student, year=year, place=told, team_id=wanted[student, told], upload_id=upload)
        for student, told in missing
    )
    Roster.objects.bulk_create(rows, batch_size=BATCH)


def places(school: School | int, year: str) -> Iterator[tuple[int, str, int]]:
    """Student, place and team of everyone with results in a class or grade that has a team."""
    for kind, value, team in SectionTeam.objects.filter(school=school, year=year).values_list("kind", "value", "team"):
        named = {kind: value}
        students = Result.objects.filter(school=school, year=year, **named).values_list("student", flat=True)
        for student in students.distinct():
            yield student, f"{kind}:{value}", team


def placed(school: School | int, year: str) -> QuerySet[Roster]:
    """The rosters by class and grade that there are."""
    ours = Q()
    for kind in SectionKind.values:
        ours |= Q(place__startswith=f"{kind}:")
    return Roster.objects.filter(ours, team__school=school, year=year)
