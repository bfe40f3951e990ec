"""What the evidence pages show."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.fernet import InvalidToken
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from data_imports import privacy
from data_imports.enums import UploadState, Window
from data_imports.formats import formats, leap_observations
from data_imports.models import LeapRating, SurveyFinding, Upload
from data_imports.queries.evidence import shares
from data_imports.reading.values import school_year_of
from reflection_site.encryption import decrypt
from teams.models import Person, School

SHOWN_UPLOADS = 50
CHIPS = {
    UploadState.UNMAPPED: "waiting",
    UploadState.UNDERSTOOD: "waiting",
    UploadState.APPLIED: "done",
    UploadState.REFUSED: "harm",
    UploadState.CANCELLED: "off",
}


@dataclass(frozen=True)
class UploadLine:
    """A file in a list."""

    pk: int
    file_name: str
    kind: str
    school: School
    by: str
    at: datetime
    chip: str
    word: str
    rows: int


@dataclass(frozen=True)
class CameIn:
    """What one school has for one measure, window by window (True: it came in)."""

    title: str
    windows: list[bool]


@dataclass(frozen=True)
class SchoolEvidence:
    """What came in for one school this year, and what is missing."""

    school: School
    came_in: list[CameIn]
    missing: list[str]


@dataclass(frozen=True)
class EvidencePage:
    """The evidence page: schools with what came in, and files where the person imports."""

    year: str
    schools: list[SchoolEvidence]
    uploads: list[UploadLine]
    waiting: int


@dataclass(frozen=True)
class ProblemLine:
    """A cell that kept its row out."""

    row: int
    column: str
    found: str
    expected: str
    mend: str


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one column that are mended in the same way."""

    column: str
    expected: str
    mend: str
    lines: list[ProblemLine]


@dataclass(frozen=True)
class Step:
    """One step of an import."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class UploadPage:
    """Everything on the page of one upload."""

    upload: Upload
    kind: str
    steps: list[Step]
    chip: str
    skipped: list[tuple[str, int]]
    dropped: list[str]
    measures: list[tuple[str, str, str, str]]
    sample_head: list[str]
    sample_rows: list[list[str]]
    problems: list[ProblemGroup]
    is_masked: bool
    came_before: datetime | None


@dataclass(frozen=True)
class LeapLine:
    """One observation with its indicators."""

    observed_on: date
    kind: str
    scores: list[tuple[str, int]]


@dataclass(frozen=True)
class LeapPage:
    """One person's observations, the latest first."""

    person: Person
    is_on: bool
    observations: list[LeapLine]
    count: int


@dataclass(frozen=True)
class SurveyTable:
    """One survey of one school with its questions, in profile V."""

    school: School
    title: str
    head: list[str]
    rows: list[list[str | None]]


def evidence_page(schools: QuerySet[School], uploads: QuerySet[Upload], today: date) -> EvidencePage:
    """What came in this school year, and the latest fifty files. Three queries."""
    year = school_year_of(today)
    all_schools = list(schools.order_by("name"))
    applied = Upload.objects.applied().filter(school__in=schools, year=year)
    covered: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for school_id, understood in applied.values_list("school_id", "understood"):
        covered[school_id].update((title, window) for title, window in understood.get("covers", []))
    lines = [upload_line(upload) for upload in latest(uploads)]
    waiting = sum(line.chip == "waiting" for line in lines)
    shown = [school_evidence(school, covered[school.pk]) for school in all_schools]
    return EvidencePage(year, shown, lines, waiting)


def latest(uploads: QuerySet[Upload]) -> QuerySet[Upload]:
    """The latest fifty, with school and person."""
    return uploads.select_related("school", "by", "mapping").order_by("-at", "-pk")[:SHOWN_UPLOADS]


def upload_line(upload: Upload) -> UploadLine:
    """A file in a list."""
    return UploadLine(
        pk=upload.pk,
        file_name=upload.file_name,
        kind=kind_of(upload),
        school=upload.school,
        by=upload.by.name if upload.by else _("the command line"),
        at=upload.at,
        chip=CHIPS.get(UploadState(upload.state), "active"),
        word=str(UploadState(upload.state).label),
        rows=upload.rows_read,
    )


def kind_of(upload: Upload) -> str:
    """The kind of file in words."""
    known = formats().get(upload.format)
    return str(known.title) if known else upload.mapping.title if upload.mapping else ""


def school_evidence(school: School, covered: set[tuple[str, str]]) -> SchoolEvidence:
    """One school's grid, and the gaps that a reader would ask about."""
    titles = sorted({title for title, _window in covered})
    grid = [CameIn(title, [(title, window) in covered for window in Window.values]) for title in titles]
    missing = [] if titles else [_("Nothing has come in this school year.")]
    return SchoolEvidence(school, grid, missing)


def upload_page(upload: Upload, *, is_masked: bool) -> UploadPage:
    """One upload: steps, counts, problems by column, a sample. Two queries.

    For somebody who may not read student rows every quoted cell is masked to its shape.
    """
    head, rows = sample(upload, is_masked=is_masked)
    return UploadPage(
        upload=upload,
        kind=kind_of(upload),
        steps=steps(upload),
        chip=CHIPS.get(UploadState(upload.state), "active"),
        skipped=[(reason, count) for reason, count in upload.understood.get("skipped", [])],
        dropped=upload.understood.get("dropped", []),
        measures=measures(upload, is_masked=is_masked),
        sample_head=head,
        sample_rows=rows,
        problems=problem_groups(upload, is_masked=is_masked),
        is_masked=is_masked,
        came_before=came_before(upload),
    )


def steps(upload: Upload) -> list[Step]:
    """File, what we understood, what is wrong, done."""
    at = {UploadState.RECEIVED: 1, UploadState.READING: 1, UploadState.REFUSED: 1, UploadState.UNMAPPED: 1}
    at |= {UploadState.UNDERSTOOD: 2, UploadState.QUEUED: 3, UploadState.STORING: 3}
    now = at.get(UploadState(upload.state), 4)
    wrong = _("%(count)d rows") % {"count": upload.rejected} if upload.rejected else ""
    labels = ((_("File"), ""), (_("What we understood"), ""), (_("What is wrong"), wrong), (_("Done"), ""))
    return [
        Step(label, "done" if place < now else "current" if place == now else "next", note)
        for place, (label, note) in enumerate(labels)
    ]


def measures(upload: Upload, *, is_masked: bool) -> list[tuple[str, str, str, str]]:
    """Values, gaps and means by measure; a mean of fewer than ten values is hidden.

    Values of LEAP are ratings, many of them one teacher's: for a masked reader its means are hidden altogether.
    """
    found = []
    of_teachers = is_masked and upload.format == leap_observations.KEY
    for name, told in upload.understood.get("measures", {}).items():
        shown = told["mean"] is not None and told["n"] >= privacy.MEAN_FROM and not of_teachers
        mean = f"{told['mean']:.2f}" if shown else "–" if told["mean"] is None else privacy.HIDDEN  # noqa: RUF001
        found.append((name, str(told["n"]), str(told["missing"]), mean))
    return found


def sample(upload: Upload, *, is_masked: bool) -> tuple[list[str], list[list[str]]]:
    """The kept columns of the first rows."""
    sealed = upload.understood.get("sample", "")
    if not sealed:
        return [], []
    try:
        head, *rows = json.loads(decrypt(sealed))
    except (InvalidToken, ValueError):
        return [], []
    return head, [[privacy.masked(cell) for cell in row] for row in rows] if is_masked else rows


def problem_groups(upload: Upload, *, is_masked: bool) -> list[ProblemGroup]:
    """Problems grouped by column and remedy."""
    groups: dict[tuple[str, str, str], list[ProblemLine]] = defaultdict(list)
    for problem in upload.problems.order_by("row", "pk")[:500]:
        found = privacy.masked(problem.found) if is_masked else problem.found
        line = ProblemLine(problem.row, problem.column, found, problem.expected, problem.mend)
        groups[line.column, line.expected, line.mend].append(line)
    return [ProblemGroup(*key, lines) for key, lines in groups.items()]


def came_before(upload: Upload) -> datetime | None:
    """When exactly this file was stored before, if it was."""
    same = Upload.objects.applied().filter(school=upload.school_id, digest=upload.digest)
    earlier = same.exclude(pk=upload.pk).order_by("-applied_at").first()
    return earlier.applied_at if earlier else None


def leap_page(person: Person, school: School | None, *, is_on: bool) -> LeapPage:
    """A person's published observations; nothing where individual rows are off. One query."""
    if not is_on or school is None:
        return LeapPage(person, is_on, [], 0)
    rows = list(
        LeapRating.objects.filter(person=person, school=school).order_by("-observed_on", "observation_hash", "pk")
    )
    grouped: dict[tuple[date, str, str], list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        grouped[row.observed_on, row.observation_hash, row.kind].append((row.indicator, row.score))
    lines = [LeapLine(on, kind, scores) for (on, _hash, kind), scores in grouped.items()]
    return LeapPage(person, is_on, lines, len(rows))


def survey_page(schools: QuerySet[School]) -> list[SurveyTable]:
    """Every survey's questions on a scale, in bands; newest school year first. One query."""
    rows = SurveyFinding.objects.filter(school__in=schools).select_related("school", "upload")
    surveys: dict[tuple[Any, ...], list[SurveyFinding]] = defaultdict(list)
    for row in rows.order_by("-year", "school__name", "survey", "position")[:2_000]:
        surveys[row.school_id, row.year, row.window, row.survey].append(row)
    return [survey_table(found) for found in surveys.values()]


def survey_table(found: list[SurveyFinding]) -> SurveyTable:
    """One survey as a table; None is a hidden cell, a dash where the figure has no meaning."""
    head = [_("Question"), _("Favorable"), _("Mean")]
    table: list[list[str | None]] = []
    told = shares("", found).questions
    for row, question in zip(found, told, strict=True):
        favourable = question.favourable.text if row.favourable is not None else "–"  # noqa: RUF001
        mean = question.mean if row.mean is not None else "–"  # noqa: RUF001
        table.append([question.question, hidden(favourable), hidden(mean)])
    title = _("%(title)s, %(year)s") % {"title": found[0].title, "year": found[0].year}
    return SurveyTable(found[0].school, title, head, table)


def hidden(text: str) -> str | None:
    """None for the symbol: the table component writes it with its words."""
    return None if text == privacy.HIDDEN else text
