"""Places into rosters."""

from data_imports.merging import Counts, Merge, merge
from data_imports.models import Roster
from data_imports.reading.contract import Place, Reading
from data_imports.reading.values import school_year_of
from data_imports.storing.source import Source, Stored
from data_imports.storing.students import Seen, known_students
from teams.models import Person, Team

ROSTERS = Merge(
    Roster,
    key=("student_id", "year", "place"),
    compared=("team_id", "teacher_id", "course"),
    carried=("upload_id",),
)


def store_places(reading: Reading, source: Source) -> Stored:
    """Every place; a team or teacher that we do not know is counted as unmatched."""
    if not reading.places:
        return Stored()
    seen = (Seen(row.student, source.on, row.grade, row.groups) for row in reading.places)
    students = known_students(seen, source)
    teams, teachers = known_teams(source), known_teachers(reading.places)
    year = source.given.year or school_year_of(source.on)
    staged: dict[tuple[object, ...], tuple[object, ...]] = {}
    for row in reading.places:
        team, teacher = teams.get(row.team.casefold()), teachers.get(row.teacher_email)
        place = f"{team or ''}|{teacher or ''}|{row.course[:100]}"
        key = (students[row.student], year, place)
        staged[key] = (*key, team, teacher, row.course[:100], source.upload_id)
    counts = merge(ROSTERS, staged.values())
    repeated = len(reading.places) - len(staged)
    return Stored(counts.plus(Counts(unchanged=repeated)), strangers(reading.places, teams, teachers))


def known_teams(source: Source) -> dict[str, int]:
    """The school's teams by name."""
    teams = Team.objects.filter(school=source.school).values_list("name", "pk")
    return {name.casefold(): pk for name, pk in teams}


def known_teachers(rows: list[Place]) -> dict[str, int]:
    """People by e-mail address."""
    emails = {row.teacher_email for row in rows if row.teacher_email}
    return dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))


def strangers(rows: list[Place], teams: dict[str, int], teachers: dict[str, int]) -> int:
    """How many teams and teachers of the file nobody knows."""
    unknown_teams = {row.team for row in rows if row.team and row.team.casefold() not in teams}
    emails = {row.teacher_email for row in rows if row.teacher_email}
    return len(unknown_teams) + len(emails - teachers.keys())
