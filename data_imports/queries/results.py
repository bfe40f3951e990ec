"""Results counted by group: sums that no page shows before `privacy` has seen them."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from data_imports.models import Measure, Result, Roster, Scale, Student
from data_imports.privacy import Average, Group
from data_imports.reading.values import grade_order
from teams.models import School, Team


class Scope(NamedTuple):
    """Whose results: a school's, or those of a team's rostered students, in one school year."""

    school: School
    team: Team | None
    year: str

    def students(self) -> QuerySet[Student]:
        """The students in scope."""
        everyone = Student.objects.filter(school=self.school)
        if self.team is None:
            return everyone
        places = Roster.objects.filter(team=self.team, year=self.year)
        return everyone.filter(pk__in=places.values("student_id"))

    def results(self, measure: Measure) -> QuerySet[Result]:
        """The scope's results on a measure."""
        found = Result.objects.filter(school=self.school, year=self.year, measure=measure)
        return found if self.team is None else found.filter(student_id__in=self.students().values("pk"))


def later(of: str = "pk") -> QuerySet[Result]:
    """A later sitting of the same student on the same measure in the same window."""
    same = Result.objects.filter(
        student=OuterRef("student"),
        measure=OuterRef("measure"),
        year=OuterRef("year"),
        window=OuterRef("window"),
        value__isnull=False,
    )
    after = Q(taken_on__gt=OuterRef("taken_on")) | Q(taken_on=OuterRef("taken_on"), sitting__gt=OuterRef("sitting"))
    return same.filter(after)


def latest(results: QuerySet[Result]) -> QuerySet[Result]:
    """Each student's last scored sitting in each window."""
    return results.filter(value__isnull=False).exclude(Exists(later()))


def level_groups(scope: Scope, measure: Measure, window: str, levels: int) -> list[Group]:
    """Students by grade and level in one window. One query."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0] * levels)
    rows = latest(scope.results(measure).filter(window=window, level__isnull=False))
    for grade, level, n in rows.values_list("grade", "level").annotate(n=Count("pk")):
        if 1 <= level <= levels:
            counted[grade][level - 1] += n
    return [Group(grade, tuple(counted[grade])) for grade in sorted(counted, key=grade_order)]


class Moved(NamedTuple):
    """A grade's averages at two windows, of students tested in both."""

    before: Average
    after: Average


def changes(scope: Scope, measure: Measure, before: str, after: str) -> list[Moved]:
    """Average scores by grade at two windows, matched students only. One query."""
    then = Result.objects.filter(
        student=OuterRef("student"), measure=measure, year=scope.year, window=after, value__isnull=False
    ).order_by("-taken_on", "-sitting")
    first = latest(scope.results(measure).filter(window=before))
    matched = first.annotate(then=Subquery(then.values("value")[:1])).filter(then__isnull=False)
    rows = matched.values("grade").annotate(n=Count("pk"), old=Avg("value"), new=Avg(F("then")))
    found = [Moved(Average(r["grade"], r["n"], r["old"]), Average(r["grade"], r["n"], r["new"])) for r in rows]
    return sorted(found, key=lambda moved: grade_order(moved.before.label))


def whole(averages: list[Average], label: str) -> Average:
    """The average over groups, each weighing as many as it has."""
    n = sum(average.n for average in averages)
    total = sum(average.n * (average.mean or 0) for average in averages)
    return Average(label, n, total / n if n else None)


def scales(scope: Scope) -> list[Scale]:
    """The measures with results in scope, with their scales. One query."""
    there = Result.objects.filter(school=scope.school, year=scope.year, measure=OuterRef("measure"))
    found = Scale.objects.filter(Exists(there), year=scope.year).select_related("measure")
    return list(found.order_by("measure__key"))
