"""Classes, teachers and grades of a school's results, and the teams that they belong to."""

from dataclasses import dataclass

from django.db.models import Count

from data_imports.enums import SectionKind
from data_imports.models import Result, SectionTeam
from data_imports.reading.values import grade_order
from teams.models import School, Team


@dataclass(frozen=True)
class PlaceLine:
    """A class, teacher or grade with its students, and the team that it is in (None: in none)."""

    kind: str
    value: str
    students: int
    team: int | None


@dataclass(frozen=True)
class PlacesPage:
    """What one school's results of a year name, by kind; `years` are those with results."""

    school: School
    year: str
    years: list[str]
    sections: list[PlaceLine]
    grades: list[PlaceLine]
    teams: list[Team]

    @property
    def lines(self) -> list[PlaceLine]:
        """Both kinds, classes first."""
        return [*self.sections, *self.grades]


def places_page(school: School, year: str) -> PlacesPage:
    """Classes and grades with results in a school year. Five queries, however many there are."""
    results = Result.objects.filter(school=school)
    years = sorted({*results.values_list("year", flat=True).distinct(), year}, reverse=True)
    told = SectionTeam.objects.filter(school=school, year=year).values_list("kind", "value", "team")
    teams = {(kind, value): team for kind, value, team in told}

    def lines(kind: SectionKind) -> list[PlaceLine]:
        rows = results.filter(year=year).exclude(**{kind.value: ""}).values_list(kind.value)
        counted = rows.annotate(n=Count("student", distinct=True))
        return [PlaceLine(kind, value, n, teams.get((kind.value, value))) for value, n in counted]

    sections = sorted(lines(SectionKind.SECTION), key=lambda line: line.value.casefold())
    grades = sorted(lines(SectionKind.GRADE), key=lambda line: grade_order(line.value))
    return PlacesPage(school, year, years, sections, grades, list(Team.objects.filter(school=school).order_by("name")))
