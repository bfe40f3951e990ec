"""What came in, from which file and by whom, and what is missing: a table of schools by evidence."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.utils.translation import gettext as _

from data_imports.enums import UploadState, Window
from data_imports.formats import leap_observations
from data_imports.models import LeapMean, Upload, UploadShare
from data_imports.queries.staff import unrecognized
from data_imports.queries.uploads import CHIPS, kind_of
from data_imports.reading.values import school_year_of, window_of
from teams.models import School

SHOWN_UPLOADS = 50
ROWS = F("created") + F("changed") + F("unchanged")
Column = tuple[str, str]


@dataclass(frozen=True)
class UploadLine:
    """A file in a list. Of the whole district's a school sees only how many rows are its own: `share`."""

    pk: int
    file_name: str
    kind: str
    school: str
    zone: ZoneInfo
    by: str
    at: datetime
    chip: str
    word: str
    share: int | None
    may_open: bool


@dataclass(frozen=True)
class Head:
    """One column of the table: a kind of evidence, in a window or for the whole year."""

    title: str
    when: str


@dataclass(frozen=True)
class Cell:
    """What one school has in a column: from which file and by whom, or that others have it.

    `share` is how many rows a file of the whole district has for this school.
    """

    head: Head
    chip: str
    word: str
    upload: int | None = None
    file_name: str = ""
    by: str = ""
    share: int | None = None


@dataclass(frozen=True)
class SchoolLine:
    """One school's row; `waiting` counts its staff whom nobody has recognized yet."""

    school: School
    cells: list[Cell]
    missing: int
    waiting: int


@dataclass(frozen=True)
class EvidencePage:
    """The evidence page: schools by evidence, and files where the person imports."""

    year: str
    heads: list[Head]
    schools: list[SchoolLine]
    uploads: list[UploadLine]
    waiting: int

    @property
    def has_table(self) -> bool:
        """Whether there is anything to put into it."""
        return bool(self.heads) or any(line.waiting for line in self.schools)

    @property
    def missing(self) -> int:
        """Cells that a school lacks and another has."""
        return sum(line.missing for line in self.schools)


class Arrival(NamedTuple):
    """From where a kind of evidence came: the file, if it was one, and the person."""

    upload: int | None
    file_name: str
    by: str
    share: int | None = None


Arrivals = dict[int, dict[Column, Arrival]]


def evidence_page(
    schools: QuerySet[School], uploads: QuerySet[Upload], today: date, *, opens_all: bool = True
) -> EvidencePage:
    """What came in this school year, and the latest fifty files. Six queries.

    Without `opens_all` files of the whole district are named and not opened: they hold rows of other schools.
    """
    year = school_year_of(today)
    shown = list(schools.order_by("name"))
    came = arrived(schools, year, opens_all=opens_all)
    columns = columns_of(came, window_of(today))
    there = {column for of_school in came.values() for column in of_school}
    waiting = staff_waiting(schools)
    lines = [school_line(school, columns, came[school.pk], there, waiting.get(school.pk, 0)) for school in shown]
    to_confirm = uploads.filter(state=UploadState.UNDERSTOOD).count()
    files = [upload_line(upload, opens_all=opens_all) for upload in latest(uploads, schools)]
    return EvidencePage(year, [head(column) for column in columns], lines, files, to_confirm)


def arrived(schools: QuerySet[School], year: str, *, opens_all: bool) -> Arrivals:
    """The last file that brought each kind of evidence, by school, and typed means. Two queries."""
    found: Arrivals = defaultdict(dict)
    typed = LeapMean.objects.filter(school__in=schools, year=year).order_by("at")
    for school, window, by in typed.values_list("school_id", "window", "by__name").distinct():
        found[school][str(leap_observations.TITLE), window] = Arrival(None, _("typed in"), by or "")
    for school, pk, name, by, covers, share in came_in(schools, year):
        opened = pk if opens_all or share is None else None
        arrival = Arrival(opened, name, by or _("the command line"), share)
        found[school].update(dict.fromkeys(map(tuple, covers or []), arrival))
    return found


def came_in(schools: QuerySet[School], year: str) -> list[tuple[Any, ...]]:
    """Stored files with what each brought to which school, the latest last. One query.

    Each as school, upload, file name, by whom, what it covers, and how many rows of a file of the whole district.
    """
    applied = Upload.objects.applied().filter(year=year)
    # only what is shown is fetched: what was understood of a file can be long
    own = applied.filter(school__in=schools).annotate(rows=Value(None, output_field=IntegerField()))
    wholes = own.values_list("applied_at", "pk", "school_id", "file_name", "by__name", "understood__covers", "rows")
    shares = UploadShare.objects.filter(school__in=schools, upload__in=applied).annotate(rows=ROWS)
    parts = shares.values_list(
        "upload__applied_at", "upload_id", "school_id", "upload__file_name", "upload__by__name", "covers", "rows"
    )
    rows = sorted(wholes.union(parts, all=True), key=lambda row: row[:2])
    return [(school, pk, *told) for _at, pk, school, *told in rows]


def columns_of(came: Arrivals, now: str) -> list[Column]:
    """Every kind of evidence in the windows that have begun, and in those that somebody has."""
    there = {column for of_school in came.values() for column in of_school}
    begun = Window.values[: Window.values.index(now) + 1]
    there |= {(title, earlier) for title, window in there if window for earlier in begun}
    return sorted(there, key=lambda column: (column[0], Window.values.index(column[1]) if column[1] else -1))


def head(column: Column) -> Head:
    title, window = column
    return Head(title, str(Window(window).label) if window else _("This year"))


def school_line(
    school: School, columns: list[Column], came: dict[Column, Arrival], there: set[Column], waiting: int
) -> SchoolLine:
    """One school's cells: in, missing (another school has it), not yet."""
    cells = []
    for column in columns:
        if column in came:
            cells.append(Cell(head(column), "done", _("in"), *came[column]))
        elif column in there:
            cells.append(Cell(head(column), "waiting", _("missing")))
        else:
            cells.append(Cell(head(column), "quiet", _("not yet")))
    return SchoolLine(school, cells, sum(cell.chip == "waiting" for cell in cells), waiting)


def staff_waiting(schools: QuerySet[School]) -> dict[int, int]:
    """How many people of LEAP files nobody has recognized yet, by school. One query."""
    rows = unrecognized(schools).values_list("school_id").annotate(n=Count("staff_hash", distinct=True))
    return dict(rows)


def latest(uploads: QuerySet[Upload], schools: QuerySet[School]) -> QuerySet[Upload]:
    """The latest fifty, with school and person, and how many rows of a district's file these schools have."""
    own = UploadShare.objects.filter(upload=OuterRef("pk"), school__in=schools).values("upload")
    told = uploads.annotate(share=Subquery(own.annotate(n=Sum(ROWS)).values("n")))
    return told.select_related("school", "by", "mapping").order_by("-at", "-pk")[:SHOWN_UPLOADS]


def upload_line(upload: Upload, *, opens_all: bool) -> UploadLine:
    """A file in a list."""
    share: int | None = getattr(upload, "share", None)
    return UploadLine(
        pk=upload.pk,
        file_name=upload.file_name,
        kind=kind_of(upload),
        school=upload.school.name if upload.school else _("The whole district"),
        zone=upload.zone,
        by=upload.by.name if upload.by else _("the command line"),
        at=upload.at,
        chip=CHIPS.get(UploadState(upload.state), "active"),
        word=str(UploadState(upload.state).label),
        share=None if opens_all else share,
        may_open=opens_all or upload.school_id is not None,
    )
