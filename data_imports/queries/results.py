"""Results counted by group: sums that no page shows before `privacy` has seen them.

Every question is one statement over all measures of a packet, so that a million results are read a few times and not
once a cell. Written in SQL, the same for SQLite and PostgreSQL: each student's teams are joined as one number, a bit a
team, which the ORM cannot say.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from data_imports.models import Result, Roster, Scale, Student
from teams.models import School, Team

BUCKETS = 64
GROUPS = ("is_multilingual", "has_iep", "is_low_income")
LATEST = """{0}.value IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM data_imports_result later
    WHERE later.student_id = {0}.student_id AND later.measure_id = {0}.measure_id AND later.year = {0}.year
      AND later."window" = {0}."window" AND later.value IS NOT NULL
      AND (later.taken_on > {0}.taken_on OR (later.taken_on = {0}.taken_on AND later.sitting > {0}.sitting)))"""


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

    def where(self, row: str = "r") -> tuple[str, list[Any]]:
        """The scope as a condition on results."""
        sql, values = f"{row}.school_id = %s AND {row}.year = %s", [self.school.pk, self.year]
        if self.team is not None:
            seats = "SELECT student_id FROM data_imports_roster WHERE team_id = %s AND year = %s"
            sql += f" AND {row}.student_id IN ({seats})"
            values += [self.team.pk, self.year]
        return sql, values


class Crossing(NamedTuple):
    """How many results of one kind there are; `is_used` where they are a student's last scored sitting.

    `teams` and `flags` are bits: of the teams that were asked for, and of `GROUPS` (not said is no).
    """

    measure: int
    window: str
    grade: str
    teams: int
    flags: int
    level: int | None
    upload: int | None
    is_used: bool
    n: int


class Moved(NamedTuple):
    """Students of a grade, teams and bucket tested in both windows, and the sums of their values."""

    measure: int
    grade: str
    teams: int
    bucket: int
    n: int
    before: float
    after: float


class Valued(NamedTuple):
    """Students of a grade and teams in one window with one value, or of one bucket with the sum of theirs."""

    measure: int
    window: str
    grade: str
    teams: int
    place: float
    n: int
    total: float


class Pair(NamedTuple):
    """A measure's first and last window with results."""

    measure: int
    before: str
    after: str


def asked(sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        yield from cursor.fetchall()


def marks(count: int) -> str:
    """So many placeholders."""
    return ", ".join(["%s"] * count)


def crossings(scope: Scope, windows: Sequence[str], teams: Sequence[int]) -> list[Crossing]:
    """Results by measure, window and everything that tables sort by. One query."""
    condition, values = scope.where()
    groups = " + ".join(f"CASE WHEN s.{name} THEN {1 << at} ELSE 0 END" for at, name in enumerate(GROUPS))
    sql = f"""
        WITH who AS MATERIALIZED (
            SELECT s.id, {groups} AS flags, COALESCE({bits(teams)}, 0) AS teams
            FROM data_imports_student s LEFT JOIN data_imports_roster q ON q.student_id = s.id AND q.year = %s
            WHERE s.school_id = %s GROUP BY s.id)
        SELECT r.measure_id, r."window", r.grade, who.teams, who.flags, r.level, r.upload_id,
               ({LATEST.format("r")}) AS is_used, COUNT(*)
        FROM data_imports_result r JOIN who ON who.id = r.student_id
        WHERE {condition} AND r."window" IN ({marks(len(windows))})
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"""  # noqa: S608 - numbers and names of ours
    return [Crossing(*row) for row in asked(sql, [scope.year, scope.school.pk, *values, *windows])]


def bits(teams: Sequence[int]) -> str:
    """A student's teams as one number, over the rows `q` of the roster."""
    seats = " ".join(f"WHEN {int(pk)} THEN {1 << at}" for at, pk in enumerate(teams)) or "WHEN 0 THEN 0"
    return f"SUM(DISTINCT CASE q.team_id {seats} ELSE 0 END)"


def seated(teams: Sequence[int]) -> str:
    """Each rostered student's teams, as the table `seat`. One value is asked for: the year."""
    return (
        f"WITH seat AS MATERIALIZED (SELECT q.student_id, {bits(teams)} AS teams FROM data_imports_roster q "  # noqa: S608 - numbers and names of ours
        "WHERE q.year = %s GROUP BY q.student_id)"
    )


def moved(scope: Scope, pairs: Sequence[Pair], teams: Sequence[int]) -> list[Moved]:
    """Values at two windows by grade and teams, of students tested in both. At most one query."""
    if not pairs:
        return []
    condition, values = scope.where()
    either = " OR ".join(['(r.measure_id = %s AND r."window" = %s AND t."window" = %s)'] * len(pairs))
    sql = f"""
        {seated(teams)}
        SELECT r.measure_id, r.grade, COALESCE(seat.teams, 0), r.student_id %% {BUCKETS}, COUNT(*),
               SUM(r.value), SUM(t.value)
        FROM data_imports_result r
        JOIN data_imports_result t
          ON t.student_id = r.student_id AND t.measure_id = r.measure_id AND t.year = r.year
        LEFT JOIN seat ON seat.student_id = r.student_id
        WHERE {condition} AND ({either}) AND {LATEST.format("r")} AND {LATEST.format("t")}
        GROUP BY 1, 2, 3, 4"""  # noqa: S608 - names of ours
    return [Moved(*row) for row in asked(sql, [scope.year, *values, *(value for pair in pairs for value in pair)])]


def valued(
    scope: Scope, measures: Sequence[int], windows: Sequence[str], teams: Sequence[int], *, by_value: bool
) -> list[Valued]:
    """Students by grade, teams and value, or their sums by grade, teams and bucket. At most one query."""
    if not measures:
        return []
    condition, values = scope.where()
    place = "r.value" if by_value else f"r.student_id %% {BUCKETS}"
    sql = f"""
        {seated(teams)}
        SELECT r.measure_id, r."window", r.grade, COALESCE(seat.teams, 0), {place}, COUNT(*), SUM(r.value)
        FROM data_imports_result r LEFT JOIN seat ON seat.student_id = r.student_id
        WHERE {condition} AND r.measure_id IN ({marks(len(measures))}) AND r."window" IN ({marks(len(windows))})
          AND {LATEST.format("r")}
        GROUP BY 1, 2, 3, 4, 5"""  # noqa: S608 - names of ours
    return [Valued(*row) for row in asked(sql, [scope.year, *values, *measures, *windows])]


def median(histogram: Mapping[float, int]) -> float:
    """The median of counted values; between two of them, their middle."""
    n, passed, lower = sum(histogram.values()), 0, None
    for value in sorted(histogram):
        passed += histogram[value]
        if lower is not None:
            return (lower + value) / 2
        if passed * 2 > n:
            return value
        lower = value if passed * 2 == n else None
    raise ValueError("a median of nobody")


def scales(scope: Scope) -> list[Scale]:
    """The measures with results in scope, with their scales. One query."""
    there = Result.objects.filter(school=scope.school, year=scope.year, measure=OuterRef("measure"))
    found = Scale.objects.filter(Exists(there), year=scope.year).select_related("measure")
    return list(found.order_by("measure__key"))
